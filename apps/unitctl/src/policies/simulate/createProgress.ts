import type { SimulationProgress } from '@node-unit/simulation';

const FIRST_AFTER_MS = 2_000;
const EVERY_MS = 2_000;

/** Tells a person who waits how far a simulation is; says nothing of a short one. */
export function createProgress(write: (line: string) => void): (progress: SimulationProgress) => void {
  let nextMs = performance.now() + FIRST_AFTER_MS;
  return ({ virtualMs, claims, deployments, rounds }) => {
    if (performance.now() < nextMs) return;
    nextMs = performance.now() + EVERY_MS;
    const seconds = (Math.max(0, virtualMs) / 1_000).toFixed(0);
    write(`simulated ${seconds} s: ${claims} of ${deployments} claimed, ${rounds} rounds`);
  };
}
