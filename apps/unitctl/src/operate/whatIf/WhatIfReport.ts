import type { ClaimPolicyDescription } from '@node-unit/scheduler';
import { judgeConvergence, type SimulationResult } from '@node-unit/simulation';

import { type Balance, balanceOf, type Load, loadsOf } from './loadsOf.js';
import type { Imagined } from './imagine.js';

/** Where one deployment would go. */
export interface Placement {
  readonly id: string;
  readonly label: string;
  readonly packageName: string;
  /** Name of the node-unit that has it now; empty if none has. */
  readonly from: string;
  /** Name of the node-unit that would take it; `undefined` = nowhere. */
  readonly to: string | undefined;
  /** Simulated time until it is claimed, from when the host says that its node-unit is gone. */
  readonly afterMs: number | undefined;
  /** Why it goes nowhere; empty if it goes somewhere. */
  readonly reason: string;
}

/** A node-unit before and after; `undefined` = it is not there. */
export interface NodeUnitChange {
  readonly name: string;
  readonly address: string;
  readonly before: Load | undefined;
  readonly after: Load | undefined;
}

/** The answer. */
export interface WhatIfReport {
  readonly policy: ClaimPolicyDescription;
  readonly lost: readonly string[];
  readonly added: readonly string[];
  readonly placements: readonly Placement[];
  readonly nodeUnits: readonly NodeUnitChange[];
  readonly balance: { readonly before: Balance; readonly after: Balance };
  /** Until the last that can be placed is claimed, in simulated ms. */
  readonly placedMs: number;
  /** Rounds of all node-units until then. */
  readonly rounds: number;
  readonly notes: readonly string[];
}

/** The answer that a simulation gives. Pure. */
export function whatIfReport(imagined: Imagined, result: SimulationResult): WhatIfReport {
  const { before, after, held, notes } = imagined;
  const rows = new Map(imagined.waiting.map(({ row }) => [row.id, row]));
  const claimed = result.claims.flatMap(({ deploymentId, address }) => {
    const row = rows.get(deploymentId);
    return row ? [{ ...row, address }] : [];
  });
  const loadsBefore = loadsOf(before, held, imagined.usageOf);
  const loadsAfter = loadsOf(after, [...held, ...claimed], imagined.usageOf);
  const [there, left] = [namesOf(before), namesOf(after)];
  const placedMs = result.claims.at(-1)?.atMs ?? 0;
  return {
    policy: result.policy,
    lost: [...there].flatMap(([address, name]) => (left.has(address) ? [] : [name])),
    added: [...left].flatMap(([address, name]) => (there.has(address) ? [] : [name])),
    placements: placementsOf(imagined, result),
    nodeUnits: [...new Map([...there, ...left])].map(([address, name]) => ({
      name,
      address,
      before: loadsBefore.get(address),
      after: loadsAfter.get(address),
    })),
    balance: { before: balanceOf(loadsBefore), after: balanceOf(loadsAfter) },
    placedMs,
    rounds: judgeConvergence({ ...result, unclaimed: [] }).rounds,
    notes,
  };
}

function namesOf(nodes: Imagined['before']): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ address, name }) => [address, name]));
}

function placementsOf({ waiting, after }: Imagined, result: SimulationResult): readonly Placement[] {
  const names = namesOf(after);
  const claims = new Map(result.claims.map((claim) => [claim.deploymentId, claim]));
  const refusals = new Map(result.unclaimed.map(({ deploymentId, refusal }) => [deploymentId, refusal]));
  const isAnyClaiming = after.some(({ claiming = true }) => claiming);
  const otherwise = isAnyClaiming
    ? `nobody has claimed it within ${Math.round(result.endedMs / 1_000)} s of simulated time`
    : 'no node-unit that claims would be online';
  return waiting.map(({ row: { id, packageName }, label, from }) => {
    const claim = claims.get(id);
    return {
      id,
      label,
      packageName,
      from,
      to: claim && (names.get(claim.address) ?? claim.address),
      afterMs: claim?.atMs,
      reason: claim ? '' : (refusals.get(id) ?? otherwise),
    };
  });
}
