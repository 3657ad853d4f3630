import { type Program, programOf } from './Program.js';

/** What the kernel reads of a first line. */
export const SHEBANG_BYTES = 256;

/**
 * How a program file of a package is run, from how it begins: by what its first line (`#!`) names, where `node` means this
 * Node.js. Without such a line Node.js runs it if it is a script, else it runs by itself.
 *
 * @param start - The first {@link SHEBANG_BYTES} of the file.
 */
export function readShebang(file: string, start: Buffer, nodePath: string): Program {
  const [, line] = /^#!([^\n]*)/.exec(start.toString('utf8')) ?? [];
  if (line === undefined) {
    return isBinary(start) ? programOf(file) : programOf(nodePath, [file]);
  }
  const [interpreter = '', ...given] = wordsOf(line);
  const isNode = /^node(js)?$/.test(interpreter.slice(interpreter.lastIndexOf('/') + 1));
  return programOf(isNode ? nodePath : interpreter, [...given, file]);
}

/** Without `env`, whose purpose is only to find the interpreter in the PATH. */
function wordsOf(line: string): readonly string[] {
  const words = line.trim().split(/\s+/);
  if (!words[0]?.endsWith('/env')) return words;
  return words[1] === '-S' ? words.slice(2) : words.slice(1);
}

/** ELF and Mach-O files, and whatever else is no text. */
function isBinary(start: Buffer): boolean {
  return start.includes(0);
}
