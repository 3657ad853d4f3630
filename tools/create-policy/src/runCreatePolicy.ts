import { messageOf } from '@node-unit/basics';
import { basename, resolve } from 'node:path';

import { EXIT, exitAfterParsing } from '@node-unit/app-runtime';
import { Command } from 'commander';

import { createPolicyPackage } from './createPolicyPackage.js';
import { vendorLibraries } from './vendorLibraries.js';

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
    .exitOverride(exitAfterParsing);
  const [name = '', folder] = command.parse([...argv]).args;
  const target = resolve(workingDir, folder ?? basename(name));
  try {
    const files = await createPolicyPackage(name, target);
    await vendorLibraries(target);
    stdout(`Wrote ${files.join(', ')} to ${target}, and to vendor/ the libraries that its tests need.\n`);
    stdout(`Next: cd ${quoted(target)} && npm install && npm test\n`);
    stdout('Then install it where a node-unit runs, with its name as NODE_UNIT_CLAIM_POLICY.\n');
    return EXIT.ok;
  } catch (error) {
    stderr(`error: ${messageOf(error)}\n`);
    return EXIT.usage;
  }
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w@./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
