import { foreignCodeFault } from './foreignCodeFault.js';

/** What the operating system takes at most, in bytes. */
export interface SpawnLimits {
  /** One variable as `name=value`, or one argument, with its end. */
  readonly perTextBytes: number;
  /** All variables and arguments together, with a pointer to each. */
  readonly totalBytes: number;
}

export interface EnvironmentFaultInput {
  /** The deployment's own variables. */
  readonly own: Readonly<Record<string, string>>;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** Whether code other than the package's may run. */
  readonly mayLoadForeignCode: boolean;
  /** Whether a shell runs the program, which would act on `ENV` and `BASH_ENV`. */
  readonly isRunByShell: boolean;
  readonly limits: SpawnLimits;
}

const POINTER_BYTES = 8;

/** Why a process cannot have this environment and these arguments, with what to change. Never contains a value. */
export function environmentFault(input: EnvironmentFaultInput): string | undefined {
  const { own, mayLoadForeignCode } = input;
  return (
    Object.entries(own)
      .map(([name, value]) => nameFault(name, value))
      .find((fault) => fault !== undefined) ??
    (mayLoadForeignCode ? undefined : foreignCodeFault(own, input)) ??
    sizeFault(input)
  );
}

function nameFault(name: string, value: string): string | undefined {
  if (name === '') return 'env has a variable with an empty name. Give it a name or remove it.';
  const shown = JSON.stringify(name);
  if (name.includes('=')) return `the name of the variable ${shown} contains "=", which ends a name. Correct env.`;
  if (name.includes('\0')) return `the name of the variable ${shown} contains NUL, which ends a text. Correct env.`;
  if (value.includes('\0')) return `the value of the variable ${shown} contains NUL, which ends a text. Correct env.`;
  return undefined;
}

function sizeFault({ env, args, limits }: EnvironmentFaultInput): string | undefined {
  const variables = Object.entries(env).map(([name, value]) => ({
    what: `the variable ${JSON.stringify(name)}`,
    column: 'env',
    bytes: Buffer.byteLength(name) + Buffer.byteLength(value) + 2,
  }));
  const others = args.map((arg, index) => ({
    what: `the argument number ${index + 1}`,
    column: 'args',
    bytes: Buffer.byteLength(arg) + 1,
  }));
  const texts = [...variables, ...others];
  const tooLarge = texts.find(({ bytes }) => bytes > limits.perTextBytes);
  if (tooLarge !== undefined) {
    const { what, column, bytes } = tooLarge;
    return `${what} has ${bytes} bytes; at most ${limits.perTextBytes} fit. Pass a file instead, or shorten ${column}.`;
  }
  const total = texts.reduce((sum, { bytes }) => sum + bytes + POINTER_BYTES, 0);
  if (total <= limits.totalBytes) return undefined;
  const [largest] = texts.sort((left, right) => right.bytes - left.bytes);
  return (
    `env and args have ${total} bytes together; at most ${limits.totalBytes} fit. ` +
    `The largest is ${largest?.what} with ${largest?.bytes}. Pass files instead, or shorten them.`
  );
}
