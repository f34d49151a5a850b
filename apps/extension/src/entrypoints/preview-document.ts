import type { UnlistedScriptDefinition } from 'wxt';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { previewDocument } from '@assent/capture-web/preview';
import { shadowRootOf } from '../page-port.ts';

/** The script behind “What would be kept here?”. Run once, when the participant asks; its result is the only effect. */
const entry: UnlistedScriptDefinition = defineUnlistedScript(() => previewDocument(shadowRootOf));

export default entry;
