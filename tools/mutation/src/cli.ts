import { EXIT, interruptible } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';

import { describeNotice, guards, type Mutation, openMutator } from './index.js';

const signal = interruptible();
const mutator = await openMutator(guards, signal);
let unnoticed = 0;

/** A mutation that cannot be tried counts as one that nobody notices. */
async function resultOf(mutation: Mutation): Promise<string> {
  try {
    const notice = await mutator.run(mutation);
    if (!notice) unnoticed += 1;
    return describeNotice(mutation, notice);
  } catch (error) {
    unnoticed += 1;
    return `${mutation.guard}: ${mutation.without}: not tried: ${messageOf(error)}`;
  }
}

for (const mutation of guards) {
  const result = await resultOf(mutation);
  if (signal.aborted) break;
  process.stdout.write(`${result}\n`);
}
await mutator.close();
if (signal.aborted) process.exit(EXIT.interrupted);
process.stdout.write(`${guards.length - unnoticed} noticed, ${unnoticed} not noticed\n`);
process.exitCode = unnoticed === 0 ? EXIT.ok : EXIT.failed;
