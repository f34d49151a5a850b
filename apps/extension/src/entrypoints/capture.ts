import type { UnlistedScriptDefinition } from 'wxt';
import { startCapture } from '../capture/start.ts';

/** The page script. The background registers it for the sites that may be captured, and only while they may. */
const entry: UnlistedScriptDefinition = { main: startCapture };

export default entry;
