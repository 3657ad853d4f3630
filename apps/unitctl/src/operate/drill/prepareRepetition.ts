import { rm } from 'node:fs/promises';

import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { createKeyPair } from '@node-unit/credentials';
import { makeTemporaryFolder } from '@node-unit/local-postgres';
import type { DeploymentPicture, Operator } from '@node-unit/operator';

import { assertProbesGoOn } from './assertProbesGoOn.js';
import type { DrillHost } from './checkFleet.js';
import type { CleanUp } from './CleanUp.js';
import { CuttableProxy } from './CuttableProxy.js';
import { drillEnvironment } from './drillEnvironment.js';
import type { DrillKind } from './DrillKind.js';
import { type DrillNodeUnit, startDrillNodeUnit } from './DrillNodeUnit.js';
import { type ProbePackage, probeSpec } from './probeSpec.js';
import { forgetNodeUnit, removeProbes } from './removeTraces.js';
import { NotSeen, untilPicture, type Waiting } from './untilPicture.js';

/** What a drill does. */
export interface DrillPlan {
  readonly kind: DrillKind;
  readonly host: DrillHost;
  readonly policy: string;
  readonly probe: ProbePackage;
  /** Number of probes. */
  readonly count: number;
  /** How long each wait may take. */
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
}

/** A node-unit of its own that runs all probes, which any other may claim as soon as they are lost. */
export interface Prepared {
  readonly name: string;
  readonly address: string;
  readonly nodeUnit: DrillNodeUnit;
  readonly proxy: CuttableProxy | undefined;
  readonly probes: readonly DeploymentPicture[];
  readonly waiting: Waiting;
}

/** Starts the node-unit of a repetition, and gives it its probes. What has to be undone is in `cleanUp`. */
export async function prepareRepetition(
  operator: Operator,
  plan: DrillPlan,
  name: string,
  { cleanUp, signal }: { readonly cleanUp: CleanUp; readonly signal: AbortSignal },
): Promise<Prepared> {
  const { tell, count, probe, timeoutMs } = plan;
  const { privateKey, publicKey: address } = createKeyPair();
  const folder = await makeTemporaryFolder('node-unit-drill-');
  cleanUp.add(`the folder ${folder}`, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  cleanUp.add(`${name} is shown as offline for a day`, () => forgetNodeUnit(operator, address));
  const proxy = plan.kind === 'partition' ? await CuttableProxy.open(plan.host.hostUrl) : undefined;
  if (proxy) cleanUp.add('a connection', () => proxy.close());
  signal.throwIfAborted();
  const settings = { name, privateKey, folder, policy: plan.policy, hostToken: plan.host.hostToken };
  const hostUrl = proxy?.url ?? plan.host.hostUrl;
  // Where it looks for a policy, as if the operator had started it.
  const cwd = plan.env['INIT_CWD'] ?? process.cwd();
  const nodeUnit = startDrillNodeUnit(cwd, drillEnvironment({ ...settings, hostUrl }, plan.env));
  cleanUp.add(`the node-unit ${name}`, () => nodeUnit.end());
  const waiting: Waiting = { timeoutMs, signal, ended: nodeUnit.ended };

  await untilJoined(operator, address, waiting);
  tell(`${name} has joined; ${count} probes are added`);
  cleanUp.add(`the probes: remove them by "unitctl rm ${name}"`, () => removeProbes(operator, name));
  await operator.apply([probeSpec(name, count, probe, true)]);
  await untilAllRun(operator, { name, address, count }, waiting);
  // Nobody else may claim them until here; from here on, everybody may, as soon as they are lost.
  await operator.apply([probeSpec(name, count, probe, false)]);
  const probes = await untilAllRun(operator, { name, address, count }, waiting);
  return { name, address, nodeUnit, proxy, probes, waiting };
}

/** @throws AppError if it does not join in time */
async function untilJoined(operator: Operator, address: string, waiting: Waiting): Promise<void> {
  try {
    await untilPicture(
      operator,
      ({ nodeUnits }) => nodeUnits.find((each) => each.address === address && each.online),
      waiting,
    );
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
    const message = `the node-unit of the drill has not joined: ${error.message}. Give it more by --timeout`;
    throw new AppError(EXIT.failed, message, { cause: error });
  }
}

interface Wanted {
  readonly name: string;
  readonly address: string;
  readonly count: number;
}

function untilAllRun(
  operator: Operator,
  { name, address, count }: Wanted,
  waiting: Waiting,
): Promise<readonly DeploymentPicture[]> {
  return untilPicture(
    operator,
    (picture) => {
      assertProbesGoOn(picture, name);
      const probes = picture.deployments.filter(({ deployment }) => deployment.name === name);
      const areRunning = probes.every(
        ({ deployment, phase, status }) =>
          deployment.address === address && phase === 'running' && status?.pid !== undefined,
      );
      return areRunning && probes.length === count ? probes : undefined;
    },
    waiting,
  );
}
