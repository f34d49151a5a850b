import type { BackgroundDefinition } from 'wxt';
import { defineBackground } from 'wxt/utils/define-background';

const entry: BackgroundDefinition = defineBackground(() => {
  chrome.runtime.onMessage.addListener(() => undefined);
});

export default entry;
