import { join } from 'node:path';

import ts from 'typescript';

import { REPOSITORY } from './readProjects.js';

const FOLDER = join(REPOSITORY, 'tools', 'repo-checks', 'src');

/** Something that has to be of a type. */
export interface Typed {
  readonly value: unknown;
  /** Such as `DaemonSet`. */
  readonly type: string;
  /** The module that exports the type. */
  readonly from: string;
}

/** Why values are not of their types, according to the compiler; unknown properties are faults, too. */
export function typeFaults(values: readonly Typed[]): readonly string[] {
  const file = join(FOLDER, 'typeFaults.generated.ts');
  const source = values
    .map(
      ({ value, type, from }, at) => `export const value${at}: import('${from}').${type} = ${JSON.stringify(value)};`,
    )
    .join('\n');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  const files = ts.createCompilerHost(options);
  const generated = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022);
  const host: ts.CompilerHost = {
    ...files,
    getSourceFile: (name, ...rest) => (name === file ? generated : files.getSourceFile(name, ...rest)),
    fileExists: (name) => name === file || files.fileExists(name),
    readFile: (name) => (name === file ? source : files.readFile(name)),
  };
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
