import { NODE_UNIT_STOP_MS, PROGRAM_STOP_MS } from '../stopTimes.js';

/** What a unit runs. */
export type UnitKind = 'up' | 'join' | 'host' | 'storage' | 'node-unit';

export const unitKinds: readonly UnitKind[] = ['up', 'join', 'host', 'storage', 'node-unit'];

interface UnitOptions {
  readonly kind: UnitKind;
  /** Default: root. */
  readonly user?: string | undefined;
  /** Default: `/etc/node-unit/<kind>.env`, which may be missing. */
  readonly environmentFile?: string | undefined;
  /** What starts this program, by absolute paths. */
  readonly command: readonly string[];
}

const DESCRIPTIONS: Readonly<Record<UnitKind, string>> = {
  up: 'node-unit: a whole installation on this machine',
  join: 'node-unit: this machine as a part of a cluster',
  host: 'node-unit: the host',
  storage: 'node-unit: the storage service',
  'node-unit': 'node-unit: the agent of this machine',
};

/** Beyond what the programs take themselves, so that systemd does not kill what is still handing back. */
const MARGIN_MS = 15_000;

/** How long each may take to stop: its parts stop one after the other. */
const STOP_MS: Readonly<Record<UnitKind, number>> = {
  up: NODE_UNIT_STOP_MS + 3 * PROGRAM_STOP_MS + MARGIN_MS,
  join: NODE_UNIT_STOP_MS + MARGIN_MS,
  host: PROGRAM_STOP_MS + MARGIN_MS,
  storage: PROGRAM_STOP_MS + MARGIN_MS,
  'node-unit': NODE_UNIT_STOP_MS + MARGIN_MS,
};

/** The text of a systemd unit file. Pure. */
export function unitFile({ kind, user, environmentFile, command }: UnitOptions): string {
  const runsDeployments = !['host', 'storage'].includes(kind);
  const words = kind === 'up' || kind === 'join' ? [kind] : ['run', kind];
  // A file that was named must exist; the usual one may be missing.
  const environment = environmentFile ?? `-/etc/node-unit/${kind}.env`;
  const restrictions = [
    'NoNewPrivileges=true',
    'ProtectSystem=full',
    'ProtectHome=read-only',
    'PrivateTmp=true',
    'UMask=0077',
  ];
  return [
    '[Unit]',
    `Description=${DESCRIPTIONS[kind]}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '# Whatever it waits for may take long: it is never given up.',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${[...command, ...words].map(quoted).join(' ')}`,
    `EnvironmentFile=${environment}`,
    ...(user === undefined ? [] : [`User=${user}`]),
    'Restart=always',
    'RestartSec=2',
    '# SIGTERM to the program alone: it stops its processes in order. What is left after the time is killed.',
    'KillMode=mixed',
    ...(runsDeployments ? ['# Longer than the stop_grace_ms of its deployments, which is 10 s by default.'] : []),
    `TimeoutStopSec=${STOP_MS[kind] / 1_000}`,
    'LimitNOFILE=65536',
    ...(runsDeployments ? ['# Deployments may need many.', 'TasksMax=infinity'] : restrictions),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

/** As systemd reads a word of a command: `%` and `$` would be replaced. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@%+=:,./$-]+$/.test(escaped) ? escaped : `"${escaped.replace(/["\\]/g, '\\$&')}"`;
}
