import {
  applyOperationsChange,
  type DeploymentSpec,
  type DeploymentStore,
  type EventQuery,
  NO_OPERATIONS,
  type Operation,
  type OperationResult,
  type OperationsStore,
  watchReplica,
} from '@node-unit/deployment';
import { nodeUnitsOf } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import {
  auditTime,
  combineLatest,
  filter,
  firstValueFrom,
  map,
  type Observable,
  of,
  ReplaySubject,
  scan,
  share,
  startWith,
  timeout,
  timer,
} from 'rxjs';

import { action, type ActionStep } from './actions/ActionStep.js';
import { drain, type DrainRequest } from './actions/drain.js';
import { rebalance, type RebalanceRequest } from './actions/rebalance.js';
import { rollOut, type RollOutRequest } from './actions/rollOut.js';
import { untilRunning } from './actions/untilRunning.js';
import { checkUp } from './checkUp/checkUp.js';
import type { Finding } from './checkUp/diagnose.js';
import { failing } from './failing.js';
import { followLogs } from './logs/followLogs.js';
import { type LogEntry, type LogRequest, readLogs } from './logs/readLogs.js';
import { OperatorError } from './OperatorError.js';
import type { ClusterPicture, EventPicture } from './picture/ClusterPicture.js';
import { connectionOf } from './picture/connectionOf.js';
import { eventPicture } from './picture/eventPicture.js';
import { createPictures } from './picture/pictureOf.js';
import { showsResult } from './picture/showsResult.js';
import { findSilent, type Silence } from './nodes/findSilent.js';
import { type Move, proposeMoves } from './nodes/proposeMoves.js';
import { askWhy, type Why } from './why/askWhy.js';

/** Changes within this time are shown together. */
const TOGETHER_MS = 50;
const SETTLING_MS = 4_000;
/** How long what was received is kept up to date although nobody looks. */
const WARM_MS = 1_000;

/**
 * What an operator works with.
 *
 * @public
 */
export interface OperatorParts {
  readonly deployments: Pick<DeploymentStore, 'changes$'>;
  readonly operations: OperationsStore;
  /** Undefined = only the tables are reached: no logs, no reasons, and who is online as a storage has recorded it. */
  readonly terminal: Terminal | undefined;
  /** What is said if the host cannot be reached because of its token. */
  readonly tokenAdvice?: (reason: string) => string | undefined;
}

/**
 * An operator of a cluster: sees everything in one stream, and changes it.
 *
 * @public
 */
export class Operator {
  /** The cluster, as it changes. Replays the current value; never errors. */
  public readonly cluster$: Observable<ClusterPicture>;
  readonly #parts: OperatorParts;

  public constructor(parts: OperatorParts) {
    this.#parts = parts;
    const { terminal, deployments, operations } = parts;
    const operations$ = operations.operations$.pipe(
      scan(applyOperationsChange, NO_OPERATIONS),
      startWith(NO_OPERATIONS),
    );
    const connection$ = terminal ? terminal.connection$.pipe(map(connectionOf)) : of({ state: 'direct' } as const);
    const nodeUnits$ = terminal ? terminal.terminalInfos$.pipe(map(nodeUnitsOf)) : of(undefined);
    const pictures = createPictures();
    this.cluster$ = combineLatest([connection$, watchReplica(deployments), operations$, nodeUnits$]).pipe(
      auditTime(TOGETHER_MS),
      map(([connection, replica, operationsReplica, nodeUnits]) =>
        pictures({ connection, replica, operations: operationsReplica, nodeUnits, nowMs: Date.now() }),
      ),
      // Whoever asks twice in a row must not be sent everything twice.
      share({ connector: () => new ReplaySubject<ClusterPicture>(1), resetOnRefCountZero: () => timer(WARM_MS) }),
    );
  }

  /** Terminal ID of this operator's connection; undefined without a host. */
  public get terminalId(): string | undefined {
    return this.#parts.terminal?.terminalId;
  }

  /**
   * The cluster once it is known.
   *
   * @throws {@link OperatorError} `NOT_REACHABLE`
   */
  public async cluster(timeoutMs = 5_000): Promise<ClusterPicture> {
    const isKnown = ({ connection, tables }: ClusterPicture): boolean =>
      tables.state === 'current' && (connection.state === 'connected' || connection.state === 'direct');
    const notReachable$ = this.cluster$.pipe(
      map((picture): never => {
        throw this.#notReachable(picture, timeoutMs);
      }),
    );
    return firstValueFrom(
      this.cluster$.pipe(filter(isKnown), timeout({ first: timeoutMs, with: () => notReachable$ })),
    );
  }

  /**
   * Changes what shall run. Resolves when {@link Operator.cluster$} shows it.
   *
   * @throws {@link OperatorError} `FORBIDDEN`, `REFUSED`, `NOT_REACHABLE`
   */
  public async operate(operation: Operation): Promise<OperationResult> {
    await this.cluster();
    const result = await failing(this.#parts.operations.operate(operation));
    if (operation.kind === 'apply' && operation.dryRun) return result;
    const shown$ = this.cluster$.pipe(
      filter((picture) => showsResult(picture, result)),
      // It was done, whether it can be seen now or not.
      timeout({ first: SETTLING_MS, with: () => this.cluster$ }),
    );
    await firstValueFrom(shown$);
    return result;
  }

  /** As {@link Operator.operate}: makes the deployments of these names what the specs say. */
  public apply(specs: readonly DeploymentSpec[], { dryRun = false } = {}): Promise<OperationResult> {
    return this.operate({ kind: 'apply', specs: [...specs], dryRun });
  }

  /** @throws {@link OperatorError} `NOT_REACHABLE` */
  public async events(query: EventQuery): Promise<readonly EventPicture[]> {
    const { names } = await this.cluster();
    const events = await failing(this.#parts.operations.readEvents(query));
    return events.map((event) => eventPicture(event, names));
  }

  /** Lines of output as they come; a node-unit that does not answer is named and breaks nothing. */
  public logs(request: LogRequest): Observable<LogEntry> {
    return readLogs(this.#host(), request);
  }

  /** Lines of output as they come, also from the node-units that hold the deployments later. */
  public followLogs(
    deploymentIds: readonly string[],
    request: Omit<LogRequest, 'sources' | 'follow'>,
  ): Observable<LogEntry> {
    return followLogs(this.#host(), this.cluster$, deploymentIds, request);
  }

  /**
   * Why each node-unit may or may not claim a deployment.
   *
   * @throws {@link OperatorError} `NOT_REACHABLE`
   */
  public async why(deploymentId: string, timeoutMs = 2_000): Promise<Why> {
    await this.cluster();
    return askWhy(this.#host(), deploymentId, timeoutMs);
  }

  /** The online node-units that do not answer. */
  public async silent(timeoutMs = 1_500): Promise<readonly Silence[]> {
    await this.cluster();
    return findSilent(this.#host(), timeoutMs);
  }

  /**
   * What would be moved so that the cluster is balanced as its policy wants it; nothing is moved.
   *
   * @throws {@link OperatorError} `NOT_REACHABLE`, `FAILED`
   */
  public async proposeMoves(most: number): Promise<readonly Move[]> {
    await this.cluster();
    return proposeMoves(this.#host(), most);
  }

  /** Changes one copy after another, each running before the next is touched; stops at the first that fails. */
  public rollOut(request: RollOutRequest): Observable<ActionStep> {
    return action((tell, signal) => rollOut(this, request, tell, signal));
  }

  /** Drains a node-unit and follows until it holds nothing. Unsubscribing ends the following, not the drain. */
  public drain(request: DrainRequest): Observable<ActionStep> {
    return action((tell, signal) => drain(this, request, tell, signal));
  }

  /** Moves one deployment after another to where the policy wants it. */
  public rebalance(request: RebalanceRequest): Observable<ActionStep> {
    return action((tell, signal) => rebalance(this, request, tell, signal));
  }

  /** Follows deployments until they run as their rows say now. */
  public untilRunning(ids: readonly string[], timeoutMs: number): Observable<ActionStep> {
    return action((tell, signal) => untilRunning(this.cluster$, { ids, timeoutMs, tell, signal }));
  }

  /** Checks everything that a cluster needs, as far as it can be reached. Never rejects. */
  public async checkUp(): Promise<readonly Finding[]> {
    const picture = await this.#settledPicture();
    const { connection, tables } = picture;
    if ('reason' in connection) {
      const { message } = this.#notReachable(picture, SETTLING_MS);
      return [{ kind: 'fault', check: 'host', text: `${message}. Start the host, or check HOST_URL and the network.` }];
    }
    if (this.#parts.terminal) return checkUp(this.#parts.terminal, picture);
    const direct = 'only the database is reached: set HOST_URL to check the rest';
    const found: Finding =
      'reason' in tables
        ? { kind: 'fault', check: 'database', text: tables.reason }
        : { kind: 'ok', check: 'database', text: `${picture.deployments.length} deployments are read` };
    return [{ kind: 'warning', check: 'host', text: direct }, found];
  }

  /** The picture once everything is known, or what is known after a while. */
  async #settledPicture(): Promise<ClusterPicture> {
    const isSettled = ({ connection, tables }: ClusterPicture): boolean =>
      tables.state === 'current' && !('reason' in connection);
    return firstValueFrom(
      this.cluster$.pipe(filter(isSettled), timeout({ first: SETTLING_MS, with: () => this.cluster$ })),
    );
  }

  public async dispose(): Promise<void> {
    await this.#parts.terminal?.dispose();
  }

  #host(): Terminal {
    if (this.#parts.terminal) return this.#parts.terminal;
    const advice = 'choose a context with a host, or set HOST_URL';
    throw new OperatorError('NOT_REACHABLE', `this needs the host, and only the database is reached: ${advice}`);
  }

  #notReachable({ connection, tables }: ClusterPicture, timeoutMs: number): OperatorError {
    if ('reason' in connection) {
      const advice = this.#parts.tokenAdvice?.(connection.reason);
      const reason = [connection.reason, advice].filter(Boolean).join(': ') || `no answer within ${timeoutMs} ms`;
      return new OperatorError('NOT_REACHABLE', `the host cannot be reached: ${reason}`);
    }
    const reason = 'reason' in tables ? tables.reason : `no answer within ${timeoutMs} ms`;
    return new OperatorError('NOT_REACHABLE', `the deployments are not known: ${reason}`);
  }
}
