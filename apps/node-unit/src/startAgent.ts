import type { AppContext } from '@node-unit/app-runtime';
import { watchReplica } from '@node-unit/deployment';
import { connectTerminal, type Terminal } from '@node-unit/protocol';
import { machineCapacity } from '@node-unit/resource-usage';
import { lastValueFrom, map, takeWhile } from 'rxjs';

import type { NodeUnitVariables } from './environment.js';
import type { Identity } from './identify.js';
import { nodeUnitsOf } from './nodeUnitsOf.js';
import { offerExplanations } from './offerExplanations.js';
import { openStore } from './openStore.js';
import type { LoadedClaimPolicy } from './policies/loadClaimPolicy.js';
import { type NodeUnitIdentity, publishNodeUnit } from './publishNodeUnit.js';
import { runOwnDeployments } from './runOwnDeployments.js';
import { runRounds } from './runRounds.js';
import { stopInOrder } from './stopInOrder.js';
import { superviseDeployments } from './superviseDeployments.js';
import { trustOf } from './trustOf.js';
import { warnOfMismatches } from './warnOfMismatches.js';

interface AgentOptions extends AppContext<NodeUnitVariables> {
  readonly identity: Identity;
  readonly loaded: LoadedClaimPolicy;
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
export function startAgent(options: AgentOptions): Agent {
  const { config, logger, signal } = options;
  const { keyPair, workspaceDir } = options.identity;
  const { policy } = options.loaded;
  const address = keyPair.publicKey;
  const trusts = trustOf(config.TRUSTED_PACKAGE_REGEXP);
  const terminal = connect(options);
  const store = openStore(terminal, config.POSTGRES_URI, logger);
  const replica$ = watchReplica(store);
  const supervisor = superviseDeployments({ config, workspaceDir, address, logger });
  const self = describeSelf(options);
  const publication = publishNodeUnit({
    terminal,
    logger,
    supervisor,
    intervalMs: config.NODE_UNIT_RESOURCE_INTERVAL_MS,
    identity: self,
  });
  const explanations = offerExplanations(terminal);
  const { onPlan } = explanations;
  const rounds = runRounds({ terminal, store, replica$, policy, trusts, config, signal, logger, onPlan });
  const running = runOwnDeployments({ replica$, supervisor, address, trusts, logger });
  running.add(warnOfMismatches(self, terminal.terminalInfos$.pipe(map(nodeUnitsOf)), logger));
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

function connect({ config, logger, identity: { keyPair } }: AgentOptions): Terminal {
  return connectTerminal({
    hostUrl: config.HOST_URL,
    name: '@node-unit/node-unit',
    keyPair,
    onProblem: (problem) => logger.warn({ ...problem }, 'TerminalProblem'),
  });
}

function describeSelf({ config, version, identity, loaded }: AgentOptions): NodeUnitIdentity {
  const { name, keyPair } = identity;
  return {
    address: keyPair.publicKey,
    name,
    version,
    capacity: machineCapacity(),
    nodeTags: config.NODE_UNIT_TAGS,
    claimPolicyName: loaded.policy.name,
    claimPolicyVersion: loaded.version,
  };
}

function whenReplaced(terminal: Terminal): Promise<unknown> {
  return lastValueFrom(terminal.connection$.pipe(takeWhile((host) => host.state !== 'replaced', true)));
}
