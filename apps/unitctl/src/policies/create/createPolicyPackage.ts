import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATE = fileURLToPath(new URL('../../../template', import.meta.url));
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const LONGEST_NAME = 214;

/** Something that the person asked for cannot be done; the message says why. */
export class CreatePolicyError extends Error {
  public override readonly name: string = 'CreatePolicyError';
  public constructor(
    public readonly code: 'INVALID_NAME' | 'FOLDER_NOT_EMPTY',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Writes a claim policy package into a folder, which is made if it is missing.
 *
 * @returns The files that were written.
 * @throws CreatePolicyError if the name is none that npm takes, or if there is anything in the folder
 */
export async function createPolicyPackage(name: string, folder: string): Promise<readonly string[]> {
  if (!PACKAGE_NAME.test(name) || name.length > LONGEST_NAME) {
    const expected = 'expected lower-case letters, digits and - . _ ~, optionally after @scope/';
    throw new CreatePolicyError('INVALID_NAME', `${JSON.stringify(name)} is no name for a package: ${expected}`);
  }
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw new CreatePolicyError('FOLDER_NOT_EMPTY', `${folder} is not empty: expected an empty folder or a new one`);
  }
  const version = await contractVersion();
  const files = (await readdir(TEMPLATE)).sort();
  for (const file of files) {
    const text = await readFile(join(TEMPLATE, file), 'utf8');
    await writeFile(join(folder, file), text.replaceAll('__NAME__', name).replaceAll('__VERSION__', version));
  }
  return files;
}

/** Of `@node-unit/scheduler`, which holds the contract; the testkit has the same. */
async function contractVersion(): Promise<string> {
  const file = new URL(import.meta.resolve('@node-unit/scheduler/package.json'));
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
