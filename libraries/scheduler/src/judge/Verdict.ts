import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { CandidateVerdict } from './CandidateVerdict.js';
import type { Standing } from './Standing.js';
import type { Eligibility, Patience } from './widenByPatience.js';

type Kind<K extends CandidateVerdict['kind']> = Extract<CandidateVerdict, { readonly kind: K }>;

/** A verdict by the ranking of the policy, of which only what somebody looks at is worked out. */
class RankedVerdict {
  public readonly deploymentId: string;
  public readonly eligible: readonly string[];
  public readonly patience: Patience;
  protected readonly standing: Standing;

  public constructor(deploymentId: string, standing: Standing, { eligible, patience }: Eligibility) {
    this.deploymentId = deploymentId;
    this.eligible = eligible;
    this.patience = patience;
    this.standing = standing;
  }

  public get rankings(): readonly NodeUnitRanking[] {
    return this.standing.rankings;
  }
}

/** This node-unit is among the best, or was added by patience. */
export class EligibleVerdict extends RankedVerdict implements Kind<'eligible'> {
  public readonly kind = 'eligible';
}

/** Others are better. */
export class NotEligibleVerdict extends RankedVerdict implements Kind<'refused'> {
  public readonly kind = 'refused';
  public readonly reason = 'not_eligible';

  public get detail(): string {
    return this.standing.refusalDetail;
  }
}
