import type { ClaimPolicyContext } from '@node-unit/scheduler';

/** Shares of the score; they add up to 1. */
export interface Weights {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * The weights of the environment, normalised by their sum.
 *
 * @throws Error naming the variable, its value and what is allowed
 */
export function readWeights(env: ClaimPolicyContext['env']): Weights {
  const cpu = readWeight(env, 'NODE_UNIT_CPU_WEIGHT');
  const memory = readWeight(env, 'NODE_UNIT_MEMORY_WEIGHT');
  const sum = cpu + memory;
  if (sum === 0) {
    throw new Error('NODE_UNIT_CPU_WEIGHT and NODE_UNIT_MEMORY_WEIGHT are both 0: at least one must be above 0');
  }
  return { cpu: cpu / sum, memory: memory / sum };
}

function readWeight(env: ClaimPolicyContext['env'], name: string): number {
  const text = env[name]?.trim();
  if (!text) return 0.5;
  const weight = Number(text);
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new Error(`${name}=${JSON.stringify(text)} is not allowed: expected a number, at least 0`);
}
