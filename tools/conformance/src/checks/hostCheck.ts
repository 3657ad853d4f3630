import type { LocalCluster } from '@node-unit/local-cluster';

import { RawTerminal, type RawOptions } from '../bench/RawTerminal.js';
import type { Check } from './Check.js';

/** Terminals as Yuan's on the host of a cluster. */
export class HostBench {
  readonly #terminals: RawTerminal[] = [];

  public constructor(public readonly cluster: LocalCluster) {}

  /** Connects with the token. */
  public connect(options: RawOptions = {}): Promise<RawTerminal> {
    return this.open({ token: this.cluster.hostToken, ...options });
  }

  /** Connects with nothing but what is given. */
  public open(options: RawOptions): Promise<RawTerminal> {
    const terminal = new RawTerminal(this.cluster.hostUrl, options);
    this.#terminals.push(terminal);
    return terminal.opened();
  }

  /** Connected and announced. */
  public async joined(name: string, options: RawOptions = {}): Promise<RawTerminal> {
    const terminal = await this.connect(options);
    await terminal.announce(name);
    return terminal;
  }

  public close(): void {
    for (const terminal of this.#terminals) terminal.close();
  }
}

/** A promise of the host. */
export function hostCheck(name: string, attempt: (bench: HostBench) => Promise<void>): Check {
  const run = async (cluster: LocalCluster): Promise<void> => {
    const bench = new HostBench(cluster);
    try {
      await attempt(bench);
    } finally {
      bench.close();
    }
  };
  return { of: 'host', name, run };
}
