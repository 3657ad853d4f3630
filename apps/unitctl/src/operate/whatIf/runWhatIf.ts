import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import type { Operator } from '@node-unit/operator';
import { simulate } from '@node-unit/simulation';

import { createProgress } from '../../policies/simulate/createProgress.js';
import { policyCreator } from '../../policies/policyCreator.js';
import { note, print } from '../output.js';
import { heading } from '../table.js';
import { imagine } from './imagine.js';
import { publishedPolicy } from './publishedPolicy.js';
import { renderWhatIf } from './renderWhatIf.js';
import { simulationOfImagined } from './simulationOfImagined.js';
import { whatIfRecord } from './whatIfRecord.js';
import { whatIfReport } from './WhatIfReport.js';
import type { WhatIfOptions } from './whatIfVerb.js';

/**
 * Looks at the cluster, simulates what was asked for, and prints what came of it.
 *
 * @throws AppError if there is no such node-unit or policy, or if only the tables are reached
 */
export async function runWhatIf(operator: Operator, options: WhatIfOptions): Promise<void> {
  const { env } = process;
  const picture = await operator.cluster();
  if (picture.connection.state === 'direct') {
    const advice = 'choose a context with a host, or set HOST_URL';
    throw new AppError(EXIT.unreachable, `this needs the host, and only the database is reached: ${advice}`);
  }
  const imagined = imagine(picture, options);
  const policy = options.policy ?? publishedPolicy(picture.nodeUnits);
  const create = await policyCreator(policy, env, env['INIT_CWD'] ?? process.cwd());
  const onProgress = createProgress(note);
  const result = await simulate(create, { ...simulationOfImagined(imagined, env), onProgress });
  const report = whatIfReport(imagined, result);
  await print(whatIfRecord(report), options, () => renderWhatIf(report, heading));
  if (report.placements.some(({ to }) => to === undefined)) process.exitCode = EXIT.failed;
}
