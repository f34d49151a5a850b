import type { Attack } from '../attack.ts';
import { searchEverything } from './rt-01-search-everything.ts';
import { openDoors } from './rt-02-open-doors.ts';
import { takeTheServer } from './rt-03-take-the-server.ts';
import { namesAndSizes } from './rt-04-names-and-sizes.ts';

/** Every attack, in the order in which they are carried out: those that leave traces in the deployment come last. */
export const attacks: readonly Attack[] = [searchEverything, openDoors, takeTheServer, namesAndSizes];
