import type { Subject } from '../Subject.js';
import { claims } from './claims.js';
import { decision } from './decision.js';
import { directory } from './directory.js';
import { relay } from './relay.js';
import { replica } from './replica.js';

/** In the order in which they are measured. A new one needs a line here. */
export const subjects: readonly Subject[] = [decision(), replica(), claims(), directory(), relay()];
