import { describeNotice, guards, openMutator } from './index.js';

const mutator = await openMutator(guards);
let unnoticed = 0;
for (const mutation of guards) {
  const notice = await mutator.run(mutation);
  if (!notice) unnoticed += 1;
  process.stdout.write(`${describeNotice(mutation, notice)}\n`);
}
await mutator.close();
process.stdout.write(`${guards.length - unnoticed} noticed, ${unnoticed} not noticed\n`);
process.exitCode = unnoticed === 0 ? 0 : 1;
