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

/**
 * Sends claims to the database together that come while others are on their way, and answers each by itself. One that comes
 * alone is sent at once.
 */
export class ClaimBatches {
  readonly #write: (claims: readonly WantedClaim[]) => Promise<readonly AddressWrite[]>;
  #asked: Asked[] = [];
  #isWriting = false;

  /** @param write - Gives what was claimed, for claims of different deployments. */
  public constructor(write: (claims: readonly WantedClaim[]) => Promise<readonly AddressWrite[]>) {
    this.#write = write;
  }

  public claim(claim: WantedClaim): Promise<ClaimResult> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ claim, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#asked.length > 0) {
      const { batch, rest } = nextBatch(this.#asked);
      this.#asked = rest;
      await this.#writeBatch(batch);
    }
    this.#isWriting = false;
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
