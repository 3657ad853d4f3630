import { isSignedOperatorRequest, type OperatorRequest, type OperatorRoute } from '@node-unit/credentials';

/** How far the clocks of an operator and a storage may be apart. */
const WINDOW_MS = 120_000;
const MOST_NONCES = 100_000;

/** Decides which signed requests come from an operator and are new. */
export class OperatorGate {
  readonly #operators: ReadonlySet<string>;
  /** Of accepted requests, by the time at which they are refused for their age. */
  readonly #nonces = new Map<string, number>();

  public constructor(operators: readonly string[]) {
    this.#operators = new Set(operators);
  }

  /** The reason why a request is refused, for its sender; `undefined` = it is accepted, once. */
  public refusalOf(request: OperatorRequest, route: OperatorRoute, nowMs: number): string | undefined {
    const { operator, issuedAtMs, nonce } = request;
    if (this.#operators.size === 0) {
      return 'this storage has no operators: set OPERATOR_PUBLIC_KEYS there to the public keys of those who may change deployments';
    }
    if (!this.#operators.has(operator)) {
      return `${JSON.stringify(operator.slice(0, 60))} is not the public key of an operator (OPERATOR_PUBLIC_KEYS of the storage)`;
    }
    if (!(Math.abs(nowMs - issuedAtMs) <= WINDOW_MS)) {
      const apartS = Math.round(Math.abs(nowMs - issuedAtMs) / 1_000);
      return `the clocks of this machine and of the storage are ${apartS} s apart, at most ${WINDOW_MS / 1_000} s are allowed: set them right (NTP)`;
    }
    if (!isSignedOperatorRequest(request, route)) return 'the signature is not that of the operator';
    this.#forget(nowMs);
    if (this.#nonces.has(nonce)) return 'this request was sent before';
    if (this.#nonces.size >= MOST_NONCES) return 'too many requests of operators within two minutes; try again later';
    this.#nonces.set(nonce, issuedAtMs + WINDOW_MS);
    return undefined;
  }

  #forget(nowMs: number): void {
    for (const [nonce, untilMs] of this.#nonces) if (untilMs < nowMs) this.#nonces.delete(nonce);
  }
}
