import { connectTerminal, keyPairFromPrivateKey } from '@node-unit/protocol';
import { filter, firstValueFrom } from 'rxjs';

import type { Attack, AttackReport, Foothold } from './Attack.js';
import { clusterAttacks } from './clusterAttacks.js';
import { identityAttacks } from './identityAttacks.js';
import { machineAttacks } from './machineAttacks.js';

const ATTACKS: readonly Attack[] = [...machineAttacks, ...identityAttacks, ...clusterAttacks];

const { env } = process;
const hostUrl = env['HOST_URL'] ?? '';
const terminal = connectTerminal({
  hostUrl,
  name: env['TERMINAL_NAME'] ?? 'hostile',
  keyPair: keyPairFromPrivateKey(env['TERMINAL_PRIVATE_KEY'] ?? ''),
});
await firstValueFrom(terminal.connection$.pipe(filter(({ state }) => state === 'connected')));
const foothold: Foothold = {
  terminal,
  hostUrl,
  credential: new URL(hostUrl).searchParams.get('host_token') ?? '',
  agentAddress: env['NODE_UNIT_PUBLIC_KEY'] ?? '',
  env,
};

// Over and over: an attack may succeed in one moment only.
for (let round = 1; ; round += 1) {
  for (const { id, goal, run } of ATTACKS) {
    const got = await run(foothold).catch((error: unknown) => `a surprise: ${String(error)}`);
    const report: AttackReport = { attack: id, goal, got: got ?? null };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
  process.stdout.write(`${JSON.stringify({ round })}\n`);
}
