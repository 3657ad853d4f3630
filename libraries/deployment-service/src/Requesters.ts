import { nodeUnitsOf } from '@node-unit/fleet';
import { servesCluster, type Terminal, type TerminalInfo } from '@node-unit/protocol';
import { filter, firstValueFrom, map, timeout } from 'rxjs';

/** How long the own view of the host may take to catch up with that of a requester. */
const CATCH_UP_MS = 1_000;

/** What somebody who asks is, as the host says. */
export type Requester = 'node_unit' | 'member' | 'workload' | 'unknown';

/** Who asks, and who is online, as the terminal that serves sees it. */
export class Requesters {
  readonly #terminalInfos$: Terminal['terminalInfos$'];
  #terminals: readonly TerminalInfo[] = [];

  public constructor(terminalInfos$: Terminal['terminalInfos$']) {
    this.#terminalInfos$ = terminalInfos$;
  }

  /** Keeps the view up to date for as long as it is subscribed. */
  public readonly follow = () => this.#terminalInfos$.subscribe((terminals) => (this.#terminals = terminals));

  /** What a terminal is now; `unknown` if the host has not listed it. */
  public now(terminalId: string): Requester {
    return kindOf(this.#terminals, terminalId);
  }

  /** What a terminal is; one that has just announced itself is waited for. */
  public async settled(terminalId: string): Promise<Requester> {
    return this.#within(
      (terminals) => kindOf(terminals, terminalId),
      (kind) => kind !== 'unknown',
    );
  }

  /** Those of the addresses that an online node-unit carries; waits for the news that they are gone. */
  public async stillOnline(addresses: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#within(
      (terminals) => {
        const online = new Set(nodeUnitsOf(terminals).map(({ address }) => address));
        return new Set(addresses.filter((address) => online.has(address)));
      },
      ({ size }) => size === 0,
    );
  }

  /** What is found when it is as hoped for, or else what is found when the time is over. */
  #within<Found>(
    find: (terminals: readonly TerminalInfo[]) => Found,
    isHoped: (found: Found) => boolean,
  ): Promise<Found> {
    const found$ = this.#terminalInfos$.pipe(map(find), filter(isHoped), timeout({ first: CATCH_UP_MS }));
    return firstValueFrom(found$).catch(() => find(this.#terminals));
  }
}

function kindOf(terminals: readonly TerminalInfo[], terminalId: string): Requester {
  const terminal = terminals.find(({ terminal_id }) => terminal_id === terminalId);
  if (!terminal) return 'unknown';
  if (!servesCluster(terminal)) return 'workload';
  return nodeUnitsOf([terminal]).length > 0 ? 'node_unit' : 'member';
}
