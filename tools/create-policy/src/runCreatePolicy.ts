import { messageOf } from '@node-unit/basics';
import { basename, resolve } from 'node:path';

import { Command } from 'commander';

import { createPolicyPackage } from './createPolicyPackage.js';

const EXIT_USAGE = 2;

/** What the command needs of the process that it runs in. */
export interface CreatePolicyProcess {
  readonly argv: readonly string[];
  /** What a relative folder is meant from. */
  readonly workingDir: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** Writes the package that was asked for, says what to do next, and gives the exit code. */
export async function runCreatePolicy({ argv, workingDir, stdout, stderr }: CreatePolicyProcess): Promise<number> {
  const command = new Command('npm run create-policy --')
    .description('Writes a claim policy package: the policy, its README, and tests that pass.')
    .argument('<name>', 'name of the package, such as my-policy or @me/my-policy')
    .argument('[folder]', 'where to; an empty folder or a new one (default: ./ and the name without its scope)')
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE));
  const [name = '', folder] = command.parse([...argv]).args;
  const target = resolve(workingDir, folder ?? basename(name));
  try {
    const files = await createPolicyPackage(name, target);
    stdout(`Wrote ${files.join(', ')} to ${target}.\n`);
    stdout('Next: npm install && npm test there; then NODE_UNIT_CLAIM_POLICY names the package.\n');
    return 0;
  } catch (error) {
    stderr(`error: ${messageOf(error)}\n`);
    return EXIT_USAGE;
  }
}
