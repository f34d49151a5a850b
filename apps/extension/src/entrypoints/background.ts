import type { BackgroundDefinition } from 'wxt';
import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../background/start.ts';

const entry: BackgroundDefinition = defineBackground(() => {
  startBackground();
});

export default entry;
