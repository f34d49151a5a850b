import type { UnlistedScriptDefinition } from 'wxt';
import { startPictures } from '../capture/pictures.ts';

/** The script that has a page keep pictures. Run by the background where they are wanted: others do not load it. */
const entry: UnlistedScriptDefinition = { main: startPictures };

export default entry;
