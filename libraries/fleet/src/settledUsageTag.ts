import type { NodeUnitSettledUsage, PackageUsage } from './NodeUnit.js';

/** Stands for the node-unit itself; no package has this name. */
const BASE = '';

/**
 * The value of the tag `node_unit_package_usage`: `{"<package>":[instances, CPU percent, memory MB]}`, summed over the
 * instances. The node-unit itself has the empty name and is omitted until it has settled.
 */
export function formatSettledUsage({ base, packages }: NodeUnitSettledUsage): string {
  const parts = base ? { [BASE]: { instances: 1, ...base }, ...packages } : packages;
  const entries = Object.entries(parts).map(([name, usage]) => {
    return [name, [usage.instances, round(usage.cpuPercent, 2), round(usage.memoryMb, 1)]] as const;
  });
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** `undefined` if the tag is missing or any part of it cannot be parsed. */
export function parseSettledUsage(text: string | undefined): NodeUnitSettledUsage | undefined {
  const parts = parseObject(text);
  if (!parts) return undefined;
  const usages = Object.entries(parts).map(([name, value]) => [name, readUsage(value)] as const);
  if (!usages.every((entry): entry is readonly [string, PackageUsage] => entry[1] !== undefined)) return undefined;
  const base = usages.find(([name]) => name === BASE)?.[1];
  return {
    base: base && { cpuPercent: base.cpuPercent, memoryMb: base.memoryMb },
    packages: Object.fromEntries(usages.filter(([name]) => name !== BASE)),
  };
}

function parseObject(text: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readUsage(value: unknown): PackageUsage | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [instances, cpuPercent, memoryMb] = value.map((each: unknown) => (isAmount(each) ? each : Number.NaN));
  return Number.isInteger(instances) && isAmount(cpuPercent) && isAmount(memoryMb)
    ? { instances: Number(instances), cpuPercent, memoryMb }
    : undefined;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
