import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * The pages as plain files that the collector serves below `/custody/`. No inline script or style, nothing from elsewhere:
 * the collector's content security policy allows neither.
 */
export default defineConfig({
  root: fileURLToPath(new URL('src', import.meta.url)),
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    outDir: fileURLToPath(new URL('.output', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'custody/assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome137',
    rolldownOptions: { input: fileURLToPath(new URL('src/custody/index.html', import.meta.url)) },
  },
});
