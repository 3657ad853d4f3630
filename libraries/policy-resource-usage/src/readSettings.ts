import type { ClaimPolicyContext } from '@node-unit/scheduler';

/** What the policy was told. */
export interface Settings {
  /** Shares of the score; the weights add up to 1. */
  readonly cpuWeight: number;
  readonly memoryWeight: number;
  /** Whether memory counts as a share of the machine's, or in gigabytes beside CPU in per cent. */
  readonly memoryUnit: 'share' | 'gb';
}

/**
 * The settings of the environment, the weights normalised by their sum.
 *
 * @throws Error naming the variable, its value and what is allowed
 */
export function readSettings(env: ClaimPolicyContext['env']): Settings {
  const cpu = readWeight(env, 'NODE_UNIT_CPU_WEIGHT');
  const memory = readWeight(env, 'NODE_UNIT_MEMORY_WEIGHT');
  const sum = cpu + memory;
  if (sum === 0) {
    throw new Error('NODE_UNIT_CPU_WEIGHT and NODE_UNIT_MEMORY_WEIGHT are both 0: at least one must be above 0');
  }
  return { cpuWeight: cpu / sum, memoryWeight: memory / sum, memoryUnit: readMemoryUnit(env) };
}

function readWeight(env: ClaimPolicyContext['env'], name: string): number {
  const text = env[name]?.trim();
  if (!text) return 0.5;
  const weight = Number(text);
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new Error(`${name}=${JSON.stringify(text)} is not allowed: expected a number, at least 0`);
}

function readMemoryUnit(env: ClaimPolicyContext['env']): Settings['memoryUnit'] {
  const text = env['NODE_UNIT_MEMORY_UNIT']?.trim() || 'share';
  if (text === 'share' || text === 'gb') return text;
  throw new Error(`NODE_UNIT_MEMORY_UNIT=${JSON.stringify(text)} is not allowed: expected share or gb`);
}
