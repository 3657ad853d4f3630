import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { type Deployment, type DeploymentReplica, onlyRows } from '@node-unit/deployment';
import type { Supervisor } from '@node-unit/supervisor';
import { type Observable, Subject, type Subscription } from 'rxjs';

const RETRY_MS = 60_000;
const TIMEOUT_MS = 600_000;

type Knowledge =
  | { readonly kind: 'known'; readonly programs: readonly string[] }
  | { readonly kind: 'asking' | 'failed'; readonly untilMs: number };

interface ProgramsOptions {
  readonly replica$: Observable<DeploymentReplica>;
  readonly supervisor: Pick<Supervisor, 'programsOf'>;
  readonly trusts: (deployment: Deployment) => boolean;
  readonly logger: Logger;
}

/**
 * Finds out which programs the packages of unassigned deployments with a command have: a node-unit that runs no other
 * commands claims only those whose command is one of them.
 */
export class OwnPrograms {
  readonly #options: ProgramsOptions;
  readonly #bySpec = new Map<string, Knowledge>();
  readonly #found$ = new Subject<void>();

  public constructor(options: ProgramsOptions) {
    this.#options = options;
  }

  /** Emits when more is known. */
  public get found$(): Observable<void> {
    return this.#found$.asObservable();
  }

  /** Undefined while it is not known. */
  public readonly has = (row: Deployment): boolean | undefined => {
    const knowledge = this.#bySpec.get(specOf(row));
    return knowledge?.kind === 'known' ? knowledge.programs.includes(row.command) : undefined;
  };

  /** Asks about what is waiting to be claimed, while subscribed. */
  public follow(): Subscription {
    const ended = new AbortController();
    const following = this.#options.replica$.pipe(onlyRows(waitsWithCommand)).subscribe((replica) => {
      if (replica.state !== 'current') return;
      const waiting = [...replica.deployments.values()];
      this.#forgetAllBut(new Set(waiting.map(specOf)));
      for (const row of waiting) {
        if (this.#options.trusts(row)) void this.#ask(row, ended.signal);
      }
    });
    following.add(() => ended.abort(new Error('the node-unit stops')));
    return following;
  }

  /** A tag may mean something else the next time. */
  #forgetAllBut(specs: ReadonlySet<string>): void {
    for (const [spec, { kind }] of this.#bySpec) if (kind !== 'asking' && !specs.has(spec)) this.#bySpec.delete(spec);
  }

  async #ask({ packageName, packageVersion }: Deployment, ended: AbortSignal): Promise<void> {
    const spec = specOf({ packageName, packageVersion });
    const knowledge = this.#bySpec.get(spec);
    if (knowledge !== undefined && (knowledge.kind === 'known' || knowledge.untilMs > Date.now())) return;
    this.#bySpec.set(spec, { kind: 'asking', untilMs: Number.POSITIVE_INFINITY });
    try {
      const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]);
      const programs = await this.#options.supervisor.programsOf(packageName, packageVersion, signal);
      this.#bySpec.set(spec, { kind: 'known', programs });
      this.#found$.next();
    } catch (error) {
      this.#bySpec.set(spec, { kind: 'failed', untilMs: Date.now() + RETRY_MS });
      if (!ended.aborted) this.#options.logger.warn({ package: spec, reason: messageOf(error) }, 'ProgramsNotFound');
    }
  }
}

function waitsWithCommand({ enabled, type, address, command }: Deployment): boolean {
  return enabled && type === 'deployment' && address === '' && command !== '';
}

function specOf({ packageName, packageVersion }: Pick<Deployment, 'packageName' | 'packageVersion'>): string {
  return `${packageName}@${packageVersion}`;
}
