import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { cellOf, type Operator } from '@node-unit/operator';

import type { Connection } from '../../context/resolveConnection.js';
import { note, print } from '../output.js';
import { heading } from '../table.js';
import { checkFleet, type DrillFleet, drillHost } from './checkFleet.js';
import type { DrillKind } from './DrillKind.js';
import { drillRecord } from './drillRecord.js';
import type { DrillEvidence, Repetition } from './DrillResult.js';
import type { DrillOptions } from './drillVerb.js';
import { interruption } from './interruption.js';
import type { DrillPlan } from './prepareRepetition.js';
import { readProbe } from './probeSpec.js';
import { renderDrill } from './renderDrill.js';
import { runRepetition } from './runRepetition.js';
import { makeReportFolder, writeReport } from './writeReport.js';

/**
 * Checks the fleet, says what will happen, does it, and prints what was measured.
 *
 * @throws AppError if something is missing, or if the probes do not run
 */
export async function runDrill(
  operator: Operator,
  connection: Connection,
  kind: DrillKind,
  options: DrillOptions,
): Promise<void> {
  const host = drillHost(connection);
  const probe = readProbe(options.probe, options.command);
  const fleet = checkFleet(await operator.cluster(), options.policy);
  const { policy } = fleet;
  const plan: DrillPlan = {
    kind,
    host,
    probe,
    policy,
    count: options.probes,
    timeoutMs: options.timeout * 1_000,
    env: process.env,
    tell: note,
  };
  if (options.out !== undefined && options.dryRun !== true) await makeReportFolder(options.out);
  note(whatWillHappen(plan, fleet));
  if (options.dryRun === true) return;
  const repetitions = await repeat(operator, plan, options.repetitions);
  if (!repetitions) return;
  const nodeUnits = fleet.claimers.map(({ name }) => name);
  const evidence: DrillEvidence = { kind, policy, probe: `${probe.name}@${probe.version}`, nodeUnits, repetitions };
  await print(drillRecord(evidence), options, () => renderDrill(evidence, heading));
  // At last: what was measured is not lost if it cannot be written.
  if (options.out !== undefined) note(`the report is in ${await writeReport(options.out, evidence, options.lang)}`);
}

/** Undefined if it was interrupted. */
async function repeat(operator: Operator, plan: DrillPlan, count: number): Promise<readonly Repetition[] | undefined> {
  const interrupted = interruption((isFirst) =>
    note(isFirst ? 'unitctl: interrupted' : 'unitctl: a moment: nothing is to be left behind'),
  );
  const repetitions: Repetition[] = [];
  try {
    while (repetitions.length < count) repetitions.push(await runRepetition(operator, plan, interrupted.signal));
    return repetitions;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode ??= EXIT.interrupted;
    return undefined;
  } finally {
    interrupted.end();
  }
}

function whatWillHappen({ kind, probe, count, policy }: DrillPlan, { claimers }: DrillFleet): string {
  const names = claimers.map(({ name }) => name).join(', ');
  return cellOf(
    `drill ${kind}: a node-unit of its own joins under ${policy}, gets ${count} probes (${probe.name}) and fails; ` +
      `these can claim them: ${names}. Nothing else is touched.`,
  );
}
