import type { UnlistedScriptDefinition } from 'wxt';
import { startCapture } from '@assent/capture-web/page-script';
import { pagePort, shadowRootOf } from '../page-port.ts';

/** The page script. The background registers it for the sites that may be captured, and only while they may. */
const entry: UnlistedScriptDefinition = { main: () => startCapture(pagePort, shadowRootOf) };

export default entry;
