import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';

import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { messageOf } from '@node-unit/basics';
import { type DeploymentSpec, parseDeploymentSpecs } from '@node-unit/deployment';
import { parseAllDocuments } from 'yaml';

import type { Verb } from '../Verb.js';
import { waitFor, type WaitOptions, withWaiting } from './changeVerbs.js';
import { hasChanges, renderDifferences } from './differences.js';
import { tell } from './output.js';
import { withOperator } from './session.js';

interface ApplyOptions extends WaitOptions {
  readonly file: string;
  readonly dryRun?: boolean;
}

const HELP = `
The file has one deployment or a list of them, in YAML or JSON. What is left out stays as it is; deployments that the file
does not name are not touched.

  - name: web
    package: my-service
    version: 1.2.3
    replicas: 3
    args: ["--port", "8080"]
    env: { LEVEL: debug }

Exit codes: 0 = done, or a dry run without changes; ${EXIT.failed} = failed, or changes found by a dry run.`;

/** `unitctl apply`. */
export const applyVerb: Verb = {
  configure: (command) => {
    withWaiting(command)
      .requiredOption('-f, --file <file>', 'YAML or JSON; - for standard input')
      .option('--dry-run', 'show what would change, and change nothing')
      .addHelpText('after', HELP)
      .action(apply);
  },
};

async function apply(options: ApplyOptions): Promise<void> {
  const specs = await readSpecs(options.file);
  const dryRun = options.dryRun === true;
  await withOperator(options, async (operator) => {
    await operator.cluster();
    const { differences } = await operator.apply(specs, { dryRun });
    tell(renderDifferences(differences));
    if (!dryRun) return waitFor(operator, differences, options);
    if (hasChanges(differences)) process.exitCode = EXIT.failed;
  });
}

async function readSpecs(file: string): Promise<readonly DeploymentSpec[]> {
  const name = file === '-' ? 'standard input' : file;
  const content = await (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    throw new AppError(EXIT.usage, `${name} cannot be read: ${messageOf(error)}`);
  });
  const parsed = parseDeploymentSpecs(contentOf(content, name));
  if (parsed.kind === 'specs') return parsed.specs;
  throw new AppError(EXIT.usage, `${name} is not usable: ${parsed.faults.join('; ')}`);
}

/** All documents of the file together. JSON is YAML. */
function contentOf(text: string, name: string): unknown {
  const documents = parseAllDocuments(text);
  const list = Array.isArray(documents) ? documents : [];
  const [fault] = list.flatMap(({ errors }) => errors);
  if (fault)
    throw new AppError(EXIT.usage, `${name} is not YAML: ${(fault.message.split('\n', 1)[0] ?? '').replace(/:$/, '')}`);
  const values = list.map((document) => document.toJS({ maxAliasCount: 100 }) as unknown);
  return values.length === 1 ? values[0] : values.flat();
}
