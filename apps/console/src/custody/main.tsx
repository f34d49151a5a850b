import '../no-eval.ts';
import '@assent/ui/styles.css';
import './custody.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CustodyPage } from './page.tsx';

const root = document.getElementById('root');
if (root === null) throw new TypeError('the page has no root');
createRoot(root).render(
  <StrictMode>
    <CustodyPage />
  </StrictMode>,
);
