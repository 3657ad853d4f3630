import type { ProcessExit } from '../group/ProcessGroup.js';

/** Why a process is over, for a person. A deployment that ends with 0 is started again as well: it shall keep running. */
export function describeExit({ exitCode, signal }: ProcessExit): string {
  return signal === null ? `the process ended with exit code ${exitCode}` : `the process was ended by ${signal}`;
}
