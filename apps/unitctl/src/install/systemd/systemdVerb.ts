import { Argument, InvalidArgumentError } from 'commander';

import type { Verb } from '../../Verb.js';
import { type UnitKind, unitKinds } from './unitFile.js';

const HELP = `
Examples:
  unitctl systemd up | sudo tee /etc/systemd/system/node-unit-up.service
  unitctl systemd node-unit --environment-file /etc/node-unit/node-unit.env`;

/** The options of `unitctl systemd`. */
export interface SystemdOptions {
  readonly user?: string;
  readonly environmentFile?: string;
}

/** `unitctl systemd`. */
export const systemdVerb: Verb = {
  configure: (command) => {
    command
      .addArgument(new Argument('<program>', 'what the unit runs').choices(unitKinds))
      .option('--user <name>', 'the user that it runs as (default: root)', userName)
      // Not --env-file: Node.js takes an option of that name for its own, wherever it stands, and reads the file.
      .option('--environment-file <file>', 'file with its environment variables', absolutePath)
      .addHelpText('after', HELP)
      .action(async (kind: UnitKind, { user, environmentFile }: SystemdOptions) => {
        const [{ unitFile }, { installedCommand }] = await Promise.all([
          import('./unitFile.js'),
          import('./installedCommand.js'),
        ]);
        process.stdout.write(unitFile({ kind, user, environmentFile, command: installedCommand() }));
      });
  },
};

function userName(text: string): string {
  if (/^[\w][\w.-]*$/.test(text)) return text;
  throw new InvalidArgumentError('Expected the name or number of a user.');
}

/** Without what systemd would take for something else than a part of the path. */
function absolutePath(text: string): string {
  if (/^\/[\w./@+-]*$/.test(text)) return text;
  throw new InvalidArgumentError('Expected an absolute path of letters, digits and . _ / @ + -');
}
