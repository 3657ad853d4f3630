import type { Mutation } from '../Mutation.js';
import { decisions } from './decisions.js';
import { queue } from './queue.js';
import { writes } from './writes.js';

/** Every guard, at every place where it is. */
export const guards: readonly Mutation[] = [...decisions, ...queue, ...writes];
