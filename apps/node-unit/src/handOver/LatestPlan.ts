import type { Deployment } from '@node-unit/deployment';
import { placementOf, type PlannedRound } from '@node-unit/scheduler';

/** What the last round knew of the others. */
export class LatestPlan {
  readonly #self: string;
  readonly #mayWrite: boolean;
  #planned: PlannedRound | undefined;

  public constructor(self: string, mayWrite: boolean) {
    this.#self = self;
    this.#mayWrite = mayWrite;
  }

  public readonly onPlan = (planned: PlannedRound): void => {
    this.#planned = planned;
  };

  /** Why a deployment that this node-unit holds could run nowhere else; undefined if it could. */
  public readonly obstacleOf = (deployment: Deployment): string | undefined => {
    if (!this.#mayWrite) return 'this node-unit hands nothing back (NODE_UNIT_CLAIM_POLICY=none)';
    const { plan, input } = this.#planned ?? {};
    if (plan?.kind !== 'act' || input === undefined) return 'it is not known now who else could run it';
    const placement = placementOf(deployment, plan.view, input, new Set([this.#self]));
    return placement.kind === 'nowhere' ? placement.reason : undefined;
  };
}
