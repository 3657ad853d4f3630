import { resolve } from 'node:path';

import {
  type AppContext,
  type AppError,
  hostOf,
  identityLoss,
  openTerminal,
  type ServedMetrics,
  serveMetrics,
} from '@node-unit/app-runtime';
import { watchReplica } from '@node-unit/deployment';
import { askListed, NONE_POLICY_NAME, nodeUnitsOf, watchMembership } from '@node-unit/fleet';
import { machineCapacity } from '@node-unit/resource-usage';
import { scheduleRounds } from '@node-unit/scheduler';
import type { RunAs } from '@node-unit/supervisor';
import { fromEvent, lastValueFrom, map, shareReplay, tap } from 'rxjs';

import { trustOf } from './deployments/ownDeployments.js';
import { prepareUsers } from './deployments/prepareUsers.js';
import { prepareWorkspace } from './deployments/prepareWorkspace.js';
import { runDeployments } from './deployments/runDeployments.js';
import type { NodeUnitVariables } from './environment.js';
import { type Identity, identityOf } from './identity.js';
import { inTurn } from './inTurn.js';
import { type NodeUnitMetric, nodeUnitMetrics } from './metrics/metrics.js';
import { openMeasures } from './metrics/openMeasures.js';
import { loadStore, type OpenStore } from './openStore.js';
import { loadClaimPolicy, type LoadedClaimPolicy } from './policies/loadClaimPolicy.js';
import { type NodeUnitIdentity, publishNodeUnit } from './publication/publishNodeUnit.js';
import { outcomeLog } from './rounds/outcomeLog.js';
import { warnOfMismatches } from './rounds/warnOfMismatches.js';
import { logStore } from './storeLog.js';
import { offerExplanations } from './services/offerExplanations.js';
import { offerLogs } from './services/offerLogs.js';

type Context = AppContext<NodeUnitVariables>;
type Prepared = Context & {
  readonly served: ServedMetrics<NodeUnitMetric> | undefined;
  readonly openStore: OpenStore;
};

const IDENTITY_ADVICE =
  'give this node-unit an identity of its own by NODE_UNIT_NAME and NODE_UNIT_PASSWORD, or by NODE_UNIT_PRIVATE_KEY';

/** Runs the agent until it is stopped, or until another process connects with its identity. */
export async function runNodeUnit(context: Context): Promise<void> {
  const { config, logger, version, signal } = context;
  const identity = identityOf(config);
  const loaded = await loadPolicy(context);
  const served = await serveMetrics(config, nodeUnitMetrics, { program: 'node-unit', version });
  await prepareWorkspace(identity.workspaceDir);
  const runAs = await prepareUsers(config, identity.workspaceDir, logger);
  const address = identity.keyPair.publicKey;
  const policy = { ...loaded.policy.describe(), version: loaded.version };
  logger.info({ address, node_unit_name: identity.name, version, policy }, 'NodeUnitStarted');

  const openStore = await loadStore(config, logger);
  const agent = startAgent({ ...context, served, openStore }, identity, loaded, runAs);
  const loss = await agent.ended;
  if (loss && !signal.aborted) {
    await agent.abandon();
    await served?.close();
    throw loss;
  }
  logger.info({}, 'NodeUnitStopping');
  await agent.stop();
  await served?.close();
  logger.info({}, 'NodeUnitStopped');
}

/** A running node-unit. */
interface Agent {
  /** Resolves when the signal is aborted, or when another process has connected with this identity. */
  readonly ended: Promise<AppError | undefined>;
  /** Leaves the cluster in order. Call it after the signal was aborted, which ends the rounds. */
  stop(): Promise<void>;
  /** Stops the processes and leaves the deployments to the process that now has this identity. */
  abandon(): Promise<void>;
}

/**
 * Wires the agent together. Facts flow in (online node-units, deployments), one decision is made per round, and the
 * deployments assigned to this address are kept running.
 */
function startAgent(context: Prepared, identity: Identity, loaded: LoadedClaimPolicy, runAs: RunAs): Agent {
  const { config, logger, signal, served, openStore } = context;
  const { keyPair, workspaceDir } = identity;
  const trusts = trustOf(config.TRUSTED_PACKAGE_REGEXP);
  const self = describeSelf(context, identity, loaded);

  const terminal = openTerminal({ ...hostOf(config), name: '@node-unit/node-unit', keyPair }, logger);
  const measures = openMeasures(served, terminal, self);
  const store = openStore(terminal);
  const replica$ = watchReplica(store);
  const membership$ = watchMembership(terminal).pipe(shareReplay({ bufferSize: 1, refCount: true }));
  const mayWrite = loaded.policy.name !== NONE_POLICY_NAME;
  const cluster = { terminal, store, replica$, membership$, logger };
  const deployments = runDeployments({
    config,
    keyPair,
    workspaceDir,
    runAs,
    nodeTags: self.nodeTags,
    onlyNames: self.onlyNames,
    trusts,
    mayWrite,
    ...cluster,
  });
  const { supervisor } = deployments;
  const intervalMs = config.NODE_UNIT_RESOURCE_INTERVAL_MS;
  const publication = publishNodeUnit({ ...cluster, ...deployments, intervalMs, identity: self, ...measures });
  const explanations = offerExplanations(terminal, deployments.statusOf);
  const logs = offerLogs(terminal, supervisor);
  const rounds$ = scheduleRounds({
    self: keyPair.publicKey,
    policy: loaded.policy,
    trusts,
    ...deployments.facts,
    ...cluster,
    intervalMs: config.NODE_UNIT_SCHEDULER_INTERVAL_MS,
    triggers: config.NODE_UNIT_ROUND_TRIGGERS,
    patienceMs: config.NODE_UNIT_CLAIM_PATIENCE_MS,
    stop$: fromEvent(signal, 'abort'),
    // A storage sees for itself who is online.
    ...(config.POSTGRES_URI !== undefined && { askListed: (addresses) => askListed(terminal, addresses) }),
    onPlan: inTurn(explanations.onPlan, deployments.onPlan, measures.onPlan),
  }).pipe(tap(inTurn(outcomeLog(logger), measures.onOutcome)));
  const rounds = lastValueFrom(rounds$, { defaultValue: undefined });
  const watching = logStore(replica$, logger);
  watching.add(warnOfMismatches(self, terminal.terminalInfos$.pipe(map(nodeUnitsOf)), logger));
  watching.add(measures.follow({ ...cluster, supervisor, refused: deployments.refused }));

  const disconnect = async (): Promise<void> => {
    watching.unsubscribe();
    await deployments.stop();
    publication.stop();
    explanations.stop();
    logs.unsubscribe();
    await terminal.dispose();
    await store.close();
  };
  return {
    ended: Promise.race([rounds.then(() => undefined), identityLoss(terminal, IDENTITY_ADVICE)]),
    abandon: disconnect,
    stop: async () => {
      publication.withdraw();
      await rounds;
      await deployments.handBackAll();
      await disconnect();
    },
  };
}

function loadPolicy({ config, logger }: Context): Promise<LoadedClaimPolicy> {
  const folders = [resolve(config.NODE_UNIT_POLICY_DIR ?? '.'), process.cwd()];
  return loadClaimPolicy(config.NODE_UNIT_CLAIM_POLICY, { env: process.env, logger }, folders);
}

function describeSelf({ config, version }: Context, identity: Identity, loaded: LoadedClaimPolicy): NodeUnitIdentity {
  return {
    address: identity.keyPair.publicKey,
    name: identity.name,
    version,
    capacity: machineCapacity({
      ...(config.NODE_UNIT_CPU_CORES !== undefined && { cpuCores: config.NODE_UNIT_CPU_CORES }),
      ...(config.NODE_UNIT_MEMORY_MB !== undefined && { memoryTotalMb: config.NODE_UNIT_MEMORY_MB }),
    }),
    allowsCommands: config.ENABLE_CUSTOM_COMMAND,
    onlyNames: config.NODE_UNIT_ONLY_NAMES,
    nodeTags: config.NODE_UNIT_TAGS,
    claimPolicyName: loaded.policy.name,
    claimPolicyVersion: loaded.version,
  };
}
