/**
 * The real scheduler on virtual time, with a simulated host, store and machines, and judges of the result.
 * The same seed gives the same result.
 *
 * @packageDocumentation
 */
export { createRandom } from './createRandom.js';
export { simulate } from './simulate.js';
export { nodesOfCores } from './simulatedNodes.js';
export type {
  CreateClaimPolicy,
  SimulatedNode,
  SimulatedWorkload,
  SimulationOptions,
  SimulationProgress,
  SimulationTiming,
} from './SimulationOptions.js';
export type {
  Disagreement,
  NodeLoad,
  NodeResult,
  SimulatedClaim,
  SimulatedRound,
  SimulationResult,
  UnclaimedDeployment,
} from './SimulationResult.js';
export type { Fault, FaultCode } from './judges/Fault.js';
export { type Balance, judgeBalance, loadOf } from './judges/judgeBalance.js';
export { type Convergence, judgeConvergence } from './judges/judgeConvergence.js';
export { judgeDisagreement } from './judges/judgeDisagreement.js';
export { judgeErrors } from './judges/judgeErrors.js';
export { judgeOscillation } from './judges/judgeOscillation.js';
export { type Judgement, judgeSimulation } from './judges/judgeSimulation.js';
export { judgeStampede } from './judges/judgeStampede.js';
export { judgeStarvation } from './judges/judgeStarvation.js';
export type {
  FaultHistory,
  PassedOver,
  RecordedAgent,
  RecordedRound,
  RecordedWrite,
  SharedClaim,
  Unplaced,
  WriteCause,
} from './faults/FaultHistory.js';
export {
  calmFromMs,
  type FarEnd,
  type FaultSchedule,
  type InjectedFault,
  type ScheduledDeployment,
  type ScheduledNode,
} from './faults/FaultSchedule.js';
export { type FaultOptions, faultsOf } from './faults/faultsOf.js';
export { type Loss, lossOf } from './faults/lossOf.js';
export { judgeFaultHistory } from './faults/judges/judgeFaultHistory.js';
export type { Violation, ViolationCode } from './faults/judges/Violation.js';
export { type FailingSchedule, findViolations, shrinkSchedule } from './faults/shrinkSchedule.js';
export { type FaultSimulationOptions, type FaultsProgress, simulateFaults } from './faults/simulateFaults.js';
