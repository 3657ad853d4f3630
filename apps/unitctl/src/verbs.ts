import type { VerbGroup } from './Verb.js';

/** All verbs, in the order of the help. */
export const verbGroups: readonly VerbGroup[] = [
  {
    heading: 'Install:',
    verbs: [
      {
        name: 'up',
        summary: 'run a whole installation on this machine: database, host, storage, one node-unit',
        load: async () => (await import('./install/up/upVerb.js')).upVerb,
      },
      {
        name: 'join',
        summary: 'run a node-unit on this machine, as a part of the cluster of a host',
        load: async () => (await import('./install/join/joinVerb.js')).joinVerb,
      },
      {
        name: 'run',
        summary: 'run one program of a cluster, configured by its environment variables',
        load: async () => (await import('./install/runVerb.js')).runVerb,
      },
      {
        name: 'systemd',
        summary: 'print a systemd unit file',
        load: async () => (await import('./install/systemd/systemdVerb.js')).systemdVerb,
      },
    ],
  },
  {
    heading: 'Policies:',
    verbs: [
      {
        name: 'simulate',
        summary: 'simulate a cluster under a claim policy and report the faults of the policy',
        load: async () => (await import('./policies/simulate/simulateVerb.js')).simulateVerb,
      },
      {
        name: 'create-policy',
        summary: 'write a package with a claim policy and tests that pass',
        load: async () => (await import('./policies/create/createPolicyVerb.js')).createPolicyVerb,
      },
    ],
  },
  {
    heading: 'This command line:',
    verbs: [
      {
        name: 'context',
        summary: 'list and choose the clusters that this command line talks to',
        load: async () => (await import('./context/contextVerb.js')).contextVerb,
      },
      {
        name: 'key',
        summary: 'make an operator key, or show its public key',
        load: async () => (await import('./context/keyVerb.js')).keyVerb,
      },
      {
        name: 'completion',
        summary: 'print a completion script for bash, zsh or fish',
        load: async () => (await import('./completion/completionVerb.js')).completionVerb,
      },
      {
        name: '__complete',
        summary: 'print the words that may come next, for completion scripts',
        hidden: true,
        load: async () => (await import('./completion/completeVerb.js')).completeVerb,
      },
    ],
  },
];
