import { describeNotice, guards, runMutation } from './index.js';

const AT_ONCE = 2;

const left = [...guards];
let unnoticed = 0;

async function runSome(): Promise<void> {
  for (let mutation = left.shift(); mutation; mutation = left.shift()) {
    const notice = await runMutation(mutation);
    if (!notice) unnoticed += 1;
    process.stdout.write(`${describeNotice(mutation, notice)}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, runSome));
process.stdout.write(`${guards.length - unnoticed} noticed, ${unnoticed} not noticed\n`);
process.exitCode = unnoticed === 0 ? 0 : 1;
