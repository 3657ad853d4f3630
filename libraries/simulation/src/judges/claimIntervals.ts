import type { NodeLoad, NodeResult, SimulatedClaim, SimulationResult } from '../SimulationResult.js';
import { loadOf } from './judgeBalance.js';

/** So many claims too many in one sampling interval are a stampede. */
const TOO_MANY = 3;
/** A node may be so many deployments ahead of another before its claims are too many. */
const ALLOWED_LEAD = 2;
/** Nor is it a stampede to take somewhat more than the others. */
const FAIR_SHARES = 1.5;
const NEARLY_ALL = 0.75;

/** One node took claims within a sampling interval that another had better taken. */
export interface Stampede {
  readonly address: string;
  readonly fromMs: number;
  /** Claims of the node in the interval, and of all. */
  readonly claims: number;
  readonly claimsOfAll: number;
  /** Those that another had better taken, by count and by load. */
  readonly tooMany: number;
  /** Who had better taken the last of them. */
  readonly better: string;
}

/** The claims of one sampling interval. */
export interface ClaimInterval {
  readonly fromMs: number;
  /** Who took nearly all of them; `undefined` if nobody did, or if they were too few to tell. */
  readonly taker: string | undefined;
  /** The worst one. */
  readonly stampede: Stampede | undefined;
}

/** The intervals in which something was claimed, in order. */
export function claimIntervals(result: SimulationResult): readonly ClaimInterval[] {
  return claimsByInterval(result).map((claims) => ({
    fromMs: claims[0]?.atMs ?? 0,
    taker: takerOf(claims),
    stampede: worstOf(claims, result.nodes),
  }));
}

function takerOf(claims: readonly SimulatedClaim[]): string | undefined {
  if (claims.length <= TOO_MANY) return undefined;
  const addresses = claims.map(({ address }) => address);
  return addresses.find((address) => addresses.filter((each) => each === address).length >= NEARLY_ALL * claims.length);
}

/** An interval begins with the first claim after the one before has ended. */
function claimsByInterval({ claims, timing }: SimulationResult): readonly (readonly SimulatedClaim[])[] {
  const intervals: SimulatedClaim[][] = [];
  for (const claim of claims) {
    const current = intervals.at(-1);
    if (current?.[0] && claim.atMs - current[0].atMs < timing.samplingIntervalMs) current.push(claim);
    else intervals.push([claim]);
  }
  return intervals;
}

function worstOf(claims: readonly SimulatedClaim[], nodes: readonly NodeResult[]): Stampede | undefined {
  const stampedes = nodes.flatMap(({ address }): Stampede[] => {
    const own = claims.filter((claim) => claim.address === address);
    const better = own.flatMap((claim) => betterNode(claim, nodes) ?? []);
    const last = better.at(-1);
    const isGreedy = own.length >= (FAIR_SHARES * claims.length) / nodes.length;
    if (last === undefined || better.length < TOO_MANY || !isGreedy) return [];
    const [fromMs, counts] = [own[0]?.atMs ?? 0, { claims: own.length, claimsOfAll: claims.length }];
    return [{ address, fromMs, ...counts, tooMany: better.length, better: last.name }];
  });
  return stampedes.sort((a, b) => b.tooMany - a.tooMany)[0];
}

/** A node that held fewer deployments, and would have had less load with this one more; a silent one is not asked. */
function betterNode({ address, loadsBefore }: SimulatedClaim, nodes: readonly NodeResult[]): NodeResult | undefined {
  const index = nodes.findIndex((node) => node.address === address);
  const [claimant, load] = [nodes[index], loadsBefore[index]];
  if (!claimant || !load) return undefined;
  return nodes.find((node, other) => {
    const otherLoad = loadsBefore[other];
    return !node.silent && otherLoad !== undefined && isBetter({ node, load: otherLoad }, { node: claimant, load });
  });
}

interface LoadedNode {
  readonly node: NodeResult;
  readonly load: NodeLoad;
}

function isBetter(other: LoadedNode, claimant: LoadedNode): boolean {
  const oneMore = ({ node, load }: LoadedNode): number => loadOf(load) + instanceLoad(claimant, node);
  return (
    other.load.deployments + ALLOWED_LEAD <= claimant.load.deployments &&
    oneMore(other) + instanceLoad(claimant, claimant.node) <= oneMore(claimant)
  );
}

/** What an instance of the claimant's kind means for a node, by the claimant's mean. */
function instanceLoad({ node: claimant }: LoadedNode, node: NodeResult): number {
  const cpu = (claimant.cpuShare * claimant.capacity.cpuCores) / node.capacity.cpuCores;
  const memory = (claimant.memoryShare * claimant.capacity.memoryTotalMb) / node.capacity.memoryTotalMb;
  return (cpu + memory) / 2 / claimant.deployments;
}
