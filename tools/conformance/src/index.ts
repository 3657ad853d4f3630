/**
 * Hostile programs, to be run as deployments of a cluster.
 *
 * @packageDocumentation
 */
export type { Attack, AttackReport, Foothold } from './hostile/Attack.js';
export { type HostilePackage, packHostile } from './hostile/packHostile.js';
