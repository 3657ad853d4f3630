import type { AppContext } from '@node-unit/app-runtime';
import { watchReplica } from '@node-unit/deployment';
import { connectTerminal, type Terminal } from '@node-unit/protocol';
import { machineCapacity } from '@node-unit/resource-usage';
import type { ClaimPolicy } from '@node-unit/scheduler';
import { lastValueFrom, takeWhile } from 'rxjs';

import type { NodeUnitVariables } from './environment.js';
import type { Identity } from './identify.js';
import { offerExplanations } from './offerExplanations.js';
import { openStore } from './openStore.js';
import { publishNodeUnit } from './publishNodeUnit.js';
import { runOwnDeployments } from './runOwnDeployments.js';
import { runRounds } from './runRounds.js';
import { stopInOrder } from './stopInOrder.js';
import { superviseDeployments } from './superviseDeployments.js';
import { trustOf } from './trustOf.js';

interface AgentOptions extends AppContext<NodeUnitVariables> {
  readonly identity: Identity;
  readonly policy: ClaimPolicy;
}

/** A node-unit at work. */
export interface Agent {
  /** Resolves when the signal is aborted, or when another process has connected with this identity. */
  readonly ended: Promise<unknown>;
  /** Leaves the cluster in order. To be called when the signal is aborted, which ends the rounds. */
  stop(): Promise<void>;
  /** Ends the processes and leaves the deployments to whoever has this identity now. */
  abandon(): Promise<void>;
}

/**
 * Wires the agent together. Facts flow in (who is online, what is deployed), one decision is made per round, and what
 * is assigned to this address is kept running.
 */
export function startAgent({ config, logger, version, signal, identity, policy }: AgentOptions): Agent {
  const { name, keyPair, workspaceDir } = identity;
  const address = keyPair.publicKey;
  const trusts = trustOf(config.TRUSTED_PACKAGE_REGEXP);
  const terminal = connectTerminal({
    ...{ hostUrl: config.HOST_URL, name: '@node-unit/node-unit', keyPair },
    onProblem: (problem) => logger.warn({ ...problem }, 'TerminalProblem'),
  });
  const store = openStore(terminal, config.POSTGRES_URI, logger);
  const replica$ = watchReplica(store);
  const supervisor = superviseDeployments({ config, workspaceDir, address, logger });
  const announced = { address, name, version, nodeTags: config.NODE_UNIT_TAGS };
  const publication = publishNodeUnit({
    ...{ terminal, logger, supervisor, intervalMs: config.NODE_UNIT_RESOURCE_INTERVAL_MS },
    identity: { ...announced, claimPolicyName: policy.name, capacity: machineCapacity() },
  });
  const explanations = offerExplanations(terminal);
  const { onPlan } = explanations;
  const rounds = runRounds({ terminal, store, replica$, policy, trusts, config, signal, logger, onPlan });
  const running = runOwnDeployments({ replica$, supervisor, address, trusts, logger });
  running.add(terminal.connection$.subscribe((host) => logger.info({ ...host }, 'HostConnection')));

  const disconnect = async (): Promise<void> => {
    running.unsubscribe();
    await supervisor.stopAll();
    publication.stop();
    explanations.stop();
    await terminal.dispose();
    await store.close();
  };
  return {
    ended: Promise.race([rounds, whenReplaced(terminal)]),
    abandon: disconnect,
    stop: async () => {
      publication.withdraw();
      await rounds;
      await stopInOrder({ running, replica$, supervisor, store, address, logger });
      await disconnect();
    },
  };
}

function whenReplaced(terminal: Terminal): Promise<unknown> {
  return lastValueFrom(terminal.connection$.pipe(takeWhile((host) => host.state !== 'replaced', true)));
}
