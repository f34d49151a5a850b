import type { UnlistedScriptDefinition } from 'wxt';
import { startSnapshots } from '@assent/capture-web/snapshot-keeper';
import { askForSnapshot } from '../page-port.ts';

/** The script that has a page keep snapshots. Run by the background where they are wanted: other pages do not load it. */
const entry: UnlistedScriptDefinition = { main: () => startSnapshots(askForSnapshot) };

export default entry;
