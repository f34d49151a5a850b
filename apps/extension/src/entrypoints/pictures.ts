import type { UnlistedScriptDefinition } from 'wxt';
import { startPictures } from '@assent/capture-web/picture-script';
import { askForSnapshot } from '../page-port.ts';

/** The script that has a page keep pictures. Run by the background where they are wanted: others do not load it. */
const entry: UnlistedScriptDefinition = { main: () => startPictures(askForSnapshot) };

export default entry;
