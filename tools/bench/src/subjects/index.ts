import type { Subject } from '../Subject.js';
import { burst } from './burst.js';
import { claims } from './claims.js';
import { decision } from './decision.js';
import { directory } from './directory.js';
import { failover } from './failover.js';
import { idle } from './idle.js';
import { overlap } from './overlap.js';
import { relay } from './relay.js';
import { replica } from './replica.js';
import { stop } from './stop.js';

/** In the order in which they are measured. A new one needs a line here. */
export const subjects: readonly Subject[] = [
  decision(),
  replica(),
  claims(),
  burst(),
  failover(),
  overlap(),
  directory(),
  relay(),
  idle(),
  stop(),
];
