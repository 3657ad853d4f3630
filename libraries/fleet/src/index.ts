/**
 * Who is in the cluster: node-units as their terminals describe them, what a deployment may ask of them, and how far a
 * list of them can be trusted.
 *
 * @packageDocumentation
 */
export { describeConstraints, unmetConstraints } from './constraints.js';
export { isUnsettled, type Membership, missingFrom } from './Membership.js';
export type {
  NodeUnit,
  NodeUnitCapacity,
  NodeUnitResourceUsage,
  NodeUnitSettledUsage,
  PackageUsage,
} from './NodeUnit.js';
export { nodeUnitsOf } from './nodeUnitsOf.js';
export { acceptsName } from './onlyNames.js';
export { formatNodeUnitTags, NONE_POLICY_NAME, parseNodeUnitTags, type PublishedNodeUnit } from './nodeUnitTags.js';
export { type HostConnectionState, settleMembership, type SettlingOptions } from './settleMembership.js';
export { askListed } from './askListed.js';
export { watchMembership } from './watchMembership.js';
export { type Absence, absentForMs, NOTHING_OBSERVED, observeAbsence } from './observeAbsence.js';
export { type MembershipProof, watchProofs } from './watchProofs.js';
