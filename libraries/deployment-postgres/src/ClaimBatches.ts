import type { AddressWrite, ClaimResult } from '@node-unit/deployment';

/** A claim as it is asked for. */
export interface WantedClaim {
  readonly deploymentId: string;
  readonly address: string;
  /** At this claim epoch only; undefined = at any. */
  readonly claimEpoch: number | undefined;
}

interface Asked {
  readonly claim: WantedClaim;
  readonly resolve: (result: ClaimResult) => void;
  readonly reject: (error: unknown) => void;
}

const CONFLICT: ClaimResult = { outcome: 'conflict' };
const MOST_AT_ONCE = 500;
/** How long a batch waits for as many claims as came at about the same time before. */
const GATHER_MS = 3;

/**
 * Sends claims to the database together that come at about the same time, and answers each by itself. One that comes alone is
 * sent at once.
 *
 * @remarks
 * A node-unit claims one at a time. So those that came while a batch was on its way came from others, which claim at the same pace:
 * the next batch waits a moment for as many. Tied node-units then see all of their claims in one change and go on together.
 */
export class ClaimBatches {
  readonly #write: (claims: readonly WantedClaim[]) => Promise<readonly AddressWrite[]>;
  #asked: Asked[] = [];
  #isWriting = false;
  #expected = 1;
  #gathered: () => void = () => undefined;

  /** @param write - Gives what was claimed, for claims of different deployments. */
  public constructor(write: (claims: readonly WantedClaim[]) => Promise<readonly AddressWrite[]>) {
    this.#write = write;
  }

  public claim(claim: WantedClaim): Promise<ClaimResult> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ claim, resolve, reject });
      if (this.#hasGathered()) this.#gathered();
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#asked.length > 0) {
      if (!this.#hasGathered()) await this.#gather();
      const { batch, rest } = nextBatch(this.#asked);
      this.#asked = rest;
      await this.#writeBatch(batch);
      this.#expected = Math.max(batch.length + this.#asked.length, this.#expected - 1);
    }
    this.#isWriting = false;
  }

  #hasGathered(): boolean {
    return this.#asked.length >= Math.min(this.#expected, MOST_AT_ONCE);
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, GATHER_MS);
      this.#gathered = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }

  async #writeBatch(batch: readonly Asked[]): Promise<void> {
    try {
      const written = await this.#write(batch.map(({ claim }) => claim));
      const claimed = new Map(written.map(({ deploymentId, claimEpoch }) => [deploymentId, claimEpoch]));
      for (const { claim, resolve } of batch) {
        const claimEpoch = claimed.get(claim.deploymentId);
        resolve(claimEpoch === undefined ? CONFLICT : { outcome: 'claimed', claimEpoch });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** Of several claims of one deployment, the first; the others wait for the next batch, which finds it assigned. Pure. */
function nextBatch(asked: readonly Asked[]): { readonly batch: readonly Asked[]; readonly rest: Asked[] } {
  const batch = new Map<string, Asked>();
  const rest: Asked[] = [];
  for (const each of asked) {
    const { deploymentId } = each.claim;
    if (batch.has(deploymentId) || batch.size === MOST_AT_ONCE) rest.push(each);
    else batch.set(deploymentId, each);
  }
  return { batch: [...batch.values()], rest };
}
