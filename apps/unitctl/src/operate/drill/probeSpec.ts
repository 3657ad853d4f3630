import { fileURLToPath } from 'node:url';

import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import type { DeploymentSpec } from '@node-unit/deployment';

import { DRILL_TAG } from './drillEnvironment.js';

/** The package that probes run. */
export interface ProbePackage {
  readonly name: string;
  readonly version: string;
  /** The program of the package that is run; empty = its entry. */
  readonly command: string;
}

/** A program without dependencies that is a part of this package; node-units of other machines cannot install it. */
export const ownProbe: ProbePackage = {
  name: '@node-unit/drill-probe',
  version: `file:${fileURLToPath(new URL('../../../probe', import.meta.url))}`,
  command: '',
};

/**
 * Parses `name@spec`; without it, the probe is {@link ownProbe}.
 *
 * @throws AppError if it is none, or if a command is named without it
 */
export function readProbe(text: string | undefined, command = ''): ProbePackage {
  if (text === undefined && command === '') return ownProbe;
  if (text === undefined)
    throw new AppError(EXIT.usage, '--command needs --probe, the package that it is a program of');
  const at = text.indexOf('@', 1);
  if (at > 0 && at < text.length - 1) return { name: text.slice(0, at), version: text.slice(at + 1), command };
  throw new AppError(EXIT.usage, `--probe ${JSON.stringify(text)} is not usable: expected name@version of a package`);
}

/** The probes of a drill, bound to its node-unit or free to run anywhere. Pure. */
export function probeSpec(name: string, count: number, probe: ProbePackage, isBound: boolean): DeploymentSpec {
  return {
    name,
    package: probe.name,
    version: probe.version,
    command: probe.command,
    replicas: count,
    // One that was left behind ends by itself, and that is all.
    restart: 'on_failure',
    constraints: isBound ? { [DRILL_TAG]: name } : {},
  };
}
