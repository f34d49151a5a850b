import type { UnlistedScriptDefinition } from 'wxt';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { offerSnapshots } from '@assent/capture-web/snapshot-script';
import { shadowRootOf } from '../page-port.ts';

/** The script that measures a page for a snapshot. Run by the background, once per page, right before the first one. */
const entry: UnlistedScriptDefinition = defineUnlistedScript(() => {
  offerSnapshots(shadowRootOf);
});

export default entry;
