/**
 * `PROCESS_NOT_STARTED`: the operating system did not start the process. `PACKAGE_REFUSED`: the package's name or version is
 * of a kind that is not installed. `PACKAGE_NOT_FOUND`: it names nothing that exists. `INSTALL_FAILED`: npm did not
 * install it. `ENTRY_NOT_FOUND`: the package holds nothing to run. `NO_USER_LEFT`: all users of the range are taken.
 * `RUN_AS_REFUSED`: the chosen user cannot run processes here. `ENVIRONMENT_REFUSED`: no process can or may have the
 * deployment's variables or arguments. `COMMAND_REFUSED`: the command is no program of the package, and others are not
 * allowed here.
 *
 * @beta
 */
export type SupervisorErrorCode =
  | 'PROCESS_NOT_STARTED'
  | 'PACKAGE_REFUSED'
  | 'PACKAGE_NOT_FOUND'
  | 'INSTALL_FAILED'
  | 'ENTRY_NOT_FOUND'
  | 'NO_USER_LEFT'
  | 'RUN_AS_REFUSED'
  | 'ENVIRONMENT_REFUSED'
  | 'COMMAND_REFUSED';

/**
 * Why a deployment cannot run now.
 *
 * @beta
 */
export class SupervisorError extends Error {
  public override readonly name: string = 'SupervisorError';

  public constructor(
    public readonly code: SupervisorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
