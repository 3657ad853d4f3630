/** How a package is run. */
export interface Program {
  /** A path, or a name that is searched in the PATH of the process. */
  readonly command: string;
  /** Before the arguments of the deployment. */
  readonly args: readonly string[];
  /** Whether a shell reads it. */
  readonly isRunByShell: boolean;
}

const SHELL = /^(ba|da|z|k|mk|a)?sh$/;

export function programOf(command: string, args: readonly string[] = []): Program {
  const name = command.slice(command.lastIndexOf('/') + 1);
  return { command, args, isRunByShell: SHELL.test(name) };
}
