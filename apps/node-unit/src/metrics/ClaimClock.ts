import type { Deployment, RoundPlan } from '@node-unit/scheduler';

/** Measures how long deployments wait until this node-unit claims them. */
export class ClaimClock {
  #seenMs: ReadonlyMap<string, number> = new Map();
  #candidates: readonly Deployment[] = [];

  /** A round has been planned: these deployments are unassigned. */
  public observe(plan: RoundPlan, nowMs: number): void {
    if (plan.kind !== 'act' || plan.candidates === this.#candidates) return;
    this.#candidates = plan.candidates;
    this.#seenMs = new Map(plan.candidates.map(({ id }) => [id, this.#seenMs.get(id) ?? nowMs]));
  }

  /** This node-unit has claimed a deployment; gives how long it was seen unassigned, in ms. */
  public claimed(deploymentId: string, nowMs: number): number | undefined {
    const seenMs = this.#seenMs.get(deploymentId);
    return seenMs === undefined ? undefined : nowMs - seenMs;
  }
}
