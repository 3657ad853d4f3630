import { readFileSync } from 'node:fs';

import { EXIT, exitAfterParsing } from '@node-unit/app-runtime/exitCodes';
import { Command } from 'commander';

import type { VerbEntry } from './Verb.js';
import { verbGroups } from './verbs.js';

const HELP = `
Exit codes: ${EXIT.ok} = done, ${EXIT.failed} = failed, or changes found by a dry run, ${EXIT.usage} = wrong usage, ${EXIT.unreachable} = not reachable.

Examples:
  unitctl up                                  a cluster on this machine
  unitctl join ws://machine-a:8888            the next machine of it
  unitctl simulate --policy ./my-policy.mjs   a policy before it is deployed
  unitctl help up                             the options of a verb`;

/** The command line: the names of all verbs, each of which is loaded when it is chosen. */
export function createProgram(): Command {
  return createTree().program;
}

/** The command line with the arguments and options of all verbs. */
export async function createFullProgram(): Promise<Command> {
  const { program, loaders } = createTree();
  for (const [command, load] of loaders) (await load()).configure(command);
  return program;
}

interface Tree {
  readonly program: Command;
  readonly loaders: ReadonlyMap<Command, VerbEntry['load']>;
}

function createTree(): Tree {
  const program = new Command('unitctl')
    .description('Installs and operates node-unit: deployments on a fleet of machines, without a central scheduler.')
    .version(readVersion())
    // An option after the verb is the verb's, such as the --version of a package.
    .enablePositionalOptions()
    .helpCommand('help [verb]', 'show the help of a verb')
    .addHelpText('after', HELP)
    .configureOutput({ outputError: (text, write) => write(usageFault(text)) })
    .exitOverride(exitAfterParsing);
  const loaders = new Map<Command, VerbEntry['load']>();
  for (const { heading, verbs } of verbGroups) {
    for (const { name, summary, hidden, load } of verbs) {
      const command = program
        .command(name, { hidden: hidden ?? false })
        .description(summary)
        .helpGroup(heading);
      loaders.set(command.allowExcessArguments(false), load);
    }
  }
  program.hook('preSubcommand', async (_program, command) => {
    (await loaders.get(command)?.())?.configure(command);
  });
  return { program, loaders };
}

/** What commander says, in one line and with the next step. */
function usageFault(text: string): string {
  const [reason = '', ...suggestions] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  return `unitctl: ${[reason, ...suggestions, '(see --help)'].join(' ')}\n`;
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
