import type { Words } from '../Words.js';

export const englishScenarios: Words['scenarios'] = {
  failover: {
    title: 'node-unit end-to-end report: failover',
    goal: 'Two node-units run a share of the deployments each. node-unit-2 is killed with `kill -9`: what it held is released first, then node-unit-1 claims it, one deployment per round, until it owns and runs all; the killed one leaves no process behind.',
  },
  portal: {
    title: 'node-unit end-to-end report: portal × 5 (default policy)',
    goal: 'Two node-units claim 5 deployments of the real `@node-unit/portal` under the default policy. They end 2 / 3, either way round, no online node-unit is robbed, and every portal is really connected to both hosts. Rounds are started by the interval of 5 s alone, so that they can be read one by one.',
  },
  'portal-resource-usage': {
    title: 'node-unit end-to-end report: portal × 21 (resource_usage)',
    goal: 'Two node-units claim 21 deployments of the real `@node-unit/portal` under resource_usage. They end 11 / 10, or 12 / 9 at most, as the measured load says; 21 portals are really connected to both hosts. Rounds are started by the interval of 5 s alone; each shows CPU and memory of every node-unit at that moment.',
  },
  daemon: {
    title: 'node-unit end-to-end report: daemon',
    goal: 'A deployment of `type = daemon` runs on every node-unit, also under the policy none and on one that comes later; it is never bound to an address and not counted.',
  },
  none: {
    title: 'node-unit end-to-end report: the policy none',
    goal: 'A node-unit under the policy none neither claims nor releases, runs what it is given, and keeps nobody else from claiming.',
  },
  'host-restart': {
    title: 'node-unit end-to-end report: restart of the host',
    goal: 'The host is away for 0.2 s, 5 s and 12 s: no deployment moves, no process is restarted.',
  },
  'database-restart': {
    title: 'node-unit end-to-end report: restart of the database',
    goal: 'The database crashes and starts again: no deployment moves, no process is restarted, and the cluster goes on.',
  },
  'hung-node': {
    title: 'node-unit end-to-end report: a node-unit that hangs',
    goal: 'A node-unit is stopped with SIGSTOP. The host removes it after 3 missed heartbeats of 2 s and the others take over; when it continues it stops what is no longer its own. The overlap in which two copies ran is measured.',
  },
  partition: {
    title: 'node-unit end-to-end report: network partition',
    goal: 'A node-unit in a network namespace of its own is cut off. The others take over; when it is back it stops what is no longer its own. The overlap in which two copies ran is measured.',
  },
  'graceful-stop': {
    title: 'node-unit end-to-end report: stop in order',
    goal: 'A node-unit is sent SIGTERM: its processes end in order, it hands its deployments back at once and exits with 0, and nobody has to release them.',
  },
  'third-party-policy': {
    title: 'node-unit end-to-end report: a policy of a third party',
    goal: 'A policy package that `npm run create-policy` has written is installed by npm outside the repository, together with the packed `@node-unit/scheduler`. Two node-units are told its name (`NODE_UNIT_CLAIM_POLICY`, `NODE_UNIT_POLICY_DIR`), and it decides who may claim.',
  },
  'mixed-with-interval-only': {
    title: 'node-unit end-to-end report: beside a node-unit that claims on the interval only',
    goal: 'A node-unit with rounds on events shares a cluster with one whose rounds start on an interval of 5 s only: everything is claimed, the counts differ by 1 at most, nobody starves, and failover works.',
  },
};
