import { ageOf, type DeploymentPicture } from '@node-unit/operator';

import type { Words } from '../words/en.js';

/** A property of a deployment: what is wanted beside what is. */
export interface Fact {
  readonly name: string;
  readonly desired: string;
  readonly actual: string;
}

/** What is wanted of a deployment beside what its node-unit reports. Pure. */
export function factsOf(picture: DeploymentPicture, words: Words, nowMs: number): readonly Fact[] {
  return [
    ...comparedFacts(picture, words, nowMs),
    ...reportedFacts(picture, words.deployment),
    ...rulesOf(picture, words.deployment),
  ];
}

function comparedFacts(
  picture: DeploymentPicture,
  { deployment: words, phases }: Words,
  nowMs: number,
): readonly Fact[] {
  const { phase, status, deployment } = picture;
  const age = status ? ` (${ageOf(status.since, nowMs)})` : '';
  const restarts = status ? `${status.restarts}×` : words.nothingReported;
  return [
    {
      name: words.state,
      desired: deployment.enabled ? words.enabled : phases.disabled,
      actual: `${phases[phase]}${age}`,
    },
    { name: words.nodeUnit, desired: placeOf(deployment, words), actual: actualPlace(picture, words) },
    {
      name: words.version,
      desired: `${deployment.packageName}@${deployment.packageVersion}`,
      actual: status?.resolvedVersion || words.nothingReported,
    },
    { name: words.restart, desired: deployment.restart, actual: restarts },
    { name: words.process, desired: deployment.command, actual: processOf(picture, words) },
  ];
}

function reportedFacts(picture: DeploymentPicture, words: Words['deployment']): readonly Fact[] {
  return [
    { name: words.lastExit, desired: '', actual: picture.status?.lastExit || words.none },
    { name: words.health, desired: '', actual: healthOf(picture, words) },
  ];
}

function rulesOf({ id, deployment }: DeploymentPicture, words: Words['deployment']): readonly Fact[] {
  const { previousVersion, memoryMaxMb, exclusiveMs } = deployment;
  return [
    { name: words.previousVersion, desired: previousVersion || words.none, actual: '' },
    { name: words.memory, desired: limitOf(memoryMaxMb, words), actual: '' },
    { name: words.exclusive, desired: exclusiveMs === 0 ? words.none : `${exclusiveMs} ms`, actual: '' },
    { name: words.id, desired: id, actual: '' },
  ];
}

function placeOf({ type, constraints }: DeploymentPicture['deployment'], words: Words['deployment']): string {
  if (type === 'daemon') return words.every;
  return Object.keys(constraints).length === 0 ? words.any : words.anyWith(JSON.stringify(constraints));
}

function actualPlace({ deployment, statuses, nodeUnit }: DeploymentPicture, words: Words['deployment']): string {
  if (deployment.type === 'daemon') return String(statuses.length);
  return nodeUnit === '' ? words.none : nodeUnit;
}

function processOf({ status }: DeploymentPicture, words: Words['deployment']): string {
  return status?.pid === undefined ? words.none : `PID ${status.pid}`;
}

function healthOf({ status }: DeploymentPicture, words: Words['deployment']): string {
  if (status?.healthy === undefined) return words.noCheck;
  return status.healthy ? words.healthy : words.unhealthy;
}

function limitOf(megabytes: number, words: Words['deployment']): string {
  return megabytes === 0 ? words.unlimited : `${megabytes} MB`;
}
