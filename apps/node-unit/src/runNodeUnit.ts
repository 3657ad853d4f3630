import { AppError, type AppContext, untilAborted } from '@node-unit/app-runtime';
import { applyDeploymentChange, type DeploymentReplica } from '@node-unit/deployment';
import { connectTerminal } from '@node-unit/protocol';
import { machineCapacity } from '@node-unit/resource-usage';
import { scheduleRounds, settleMembership } from '@node-unit/scheduler';
import { filter, firstValueFrom, fromEvent, map, scan, shareReplay, Subscription } from 'rxjs';

import type { NodeUnitVariables } from './environment.js';
import { identify } from './identify.js';
import { nodeUnitsOf } from './nodeUnitsOf.js';
import { openStore } from './openStore.js';
import { outcomeLog } from './outcomeLog.js';
import { loadClaimPolicy } from './policies/loadClaimPolicy.js';
import { publishNodeUnit } from './publishNodeUnit.js';
import { runOwnDeployments } from './runOwnDeployments.js';
import { stopInOrder } from './stopInOrder.js';
import { superviseDeployments } from './superviseDeployments.js';
import { trustOf } from './trustOf.js';

/**
 * The agent on a machine. Facts flow in (who is online, what is deployed), one decision is made per round, and what is
 * assigned to this address is kept running.
 */
export async function runNodeUnit({ config, logger, version, signal }: AppContext<NodeUnitVariables>): Promise<void> {
  const { name, keyPair, workspaceDir } = identify(config);
  const address = keyPair.publicKey;
  const policy = await loadClaimPolicy(config.NODE_UNIT_CLAIM_POLICY, { env: process.env, logger }, process.cwd());
  const trusts = trustOf(config.TRUSTED_PACKAGE_REGEXP);
  logger.info({ address, node_unit_name: name, version, policy: policy.describe() }, 'NodeUnitStarted');

  const terminal = connectTerminal({
    ...{ hostUrl: config.HOST_URL, name: '@node-unit/node-unit', keyPair },
    onProblem: (problem) => logger.warn({ ...problem }, 'TerminalProblem'),
  });
  const store = openStore(terminal, config.POSTGRES_URI, logger);
  const supervisor = superviseDeployments({ config, workspaceDir, address, logger });
  const publication = publishNodeUnit({
    ...{ terminal, logger, intervalMs: config.NODE_UNIT_RESOURCE_INTERVAL_MS },
    rootPids: () => [process.pid, ...supervisor.rootPids()],
    identity: { address, name, version, claimPolicyName: policy.name, capacity: machineCapacity() },
  });

  const replica$ = store.changes$.pipe(
    scan(applyDeploymentChange, { state: 'loading' } as DeploymentReplica),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const rounds$ = scheduleRounds({
    ...{ self: address, policy, trusts, store, replica$ },
    membership$: settleMembership(
      terminal.connection$.pipe(map((host) => (host.state === 'replaced' ? { state: 'disconnected' } : host))),
      terminal.terminalInfos$.pipe(map(nodeUnitsOf)),
    ),
    intervalMs: config.NODE_UNIT_SCHEDULER_INTERVAL_MS,
    stop$: fromEvent(signal, 'abort'),
  });

  const running = new Subscription();
  const roundsEnded = new Promise<void>((resolve, reject) => {
    running.add(rounds$.subscribe({ next: outcomeLog(logger), complete: resolve, error: reject }));
  });
  running.add(runOwnDeployments({ replica$, supervisor, address, trusts, logger }));
  running.add(terminal.connection$.subscribe((host) => logger.info({ ...host }, 'HostConnection')));

  const replaced = firstValueFrom(terminal.connection$.pipe(filter((host) => host.state === 'replaced')), {
    defaultValue: undefined,
  });
  const ending = await Promise.race([untilAborted(signal).then(() => 'stopped' as const), replaced, roundsEnded]);
  if (ending !== 'stopped') {
    running.unsubscribe();
    await supervisor.stopAll();
    throw new AppError(
      1,
      `another process has connected as ${address}: every node-unit needs a NODE_UNIT_NAME and NODE_UNIT_PASSWORD of its own`,
    );
  }
  logger.info({}, 'NodeUnitStopping');
  await roundsEnded;
  await stopInOrder({ publication, running, replica$, supervisor, store, address, logger });
  await terminal.dispose();
  await store.close();
  logger.info({}, 'NodeUnitStopped');
}
