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
    heading: 'See:',
    verbs: [
      {
        name: 'ls',
        summary: 'list deployments and what they do',
        load: async () => (await import('./operate/lsVerb.js')).lsVerb,
      },
      {
        name: 'nodes',
        summary: 'list node-units',
        load: async () => (await import('./operate/nodesVerb.js')).nodesVerb,
      },
      {
        name: 'describe',
        summary: 'show everything about deployments, or a node-unit',
        load: async () => (await import('./operate/describeVerb.js')).describeVerb,
      },
      {
        name: 'why',
        summary: 'ask every node-unit why it may or may not claim a deployment',
        load: async () => (await import('./operate/whyVerb.js')).whyVerb,
      },
      {
        name: 'events',
        summary: 'show what happened, and why',
        load: async () => (await import('./operate/eventsVerb.js')).eventsVerb,
      },
      {
        name: 'logs',
        summary: 'show the output of deployments, wherever they run',
        load: async () => (await import('./operate/logsVerb.js')).logsVerb,
      },
      {
        name: 'top',
        summary: 'watch node-units and their load',
        load: async () => (await import('./operate/topVerb.js')).topVerb,
      },
      {
        name: 'doctor',
        summary: 'check host, storage, database, clocks, versions, policies, disks and identities',
        load: async () => (await import('./operate/doctorVerb.js')).doctorVerb,
      },
      {
        name: 'what-if',
        summary: 'simulate a loss, more node-units or more deployments on this cluster',
        load: async () => (await import('./operate/whatIf/whatIfVerb.js')).whatIfVerb,
      },
    ],
  },
  {
    heading: 'Rehearse:',
    verbs: [
      {
        name: 'drill',
        summary: 'lose a node-unit of its own, and measure how this fleet reacts',
        load: async () => (await import('./operate/drill/drillVerb.js')).drillVerb,
      },
    ],
  },
  {
    heading: 'Change:',
    verbs: [
      {
        name: 'add',
        summary: 'add a deployment',
        load: async () => (await import('./operate/addVerb.js')).addVerb,
      },
      {
        name: 'apply',
        summary: 'make deployments what a file says',
        load: async () => (await import('./operate/applyVerb.js')).applyVerb,
      },
      {
        name: 'scale',
        summary: 'change the number of copies',
        load: async () => (await import('./operate/changeVerbs.js')).scaleVerb,
      },
      {
        name: 'restart',
        summary: 'start deployments again',
        load: async () => (await import('./operate/changeVerbs.js')).restartVerb,
      },
      {
        name: 'enable',
        summary: 'start deployments that are disabled',
        load: async () => (await import('./operate/changeVerbs.js')).enableVerb,
      },
      {
        name: 'disable',
        summary: 'stop deployments, and keep them',
        load: async () => (await import('./operate/changeVerbs.js')).disableVerb,
      },
      {
        name: 'rm',
        summary: 'remove deployments',
        load: async () => (await import('./operate/changeVerbs.js')).rmVerb,
      },
      {
        name: 'rollout',
        summary: 'give one copy after another another version',
        load: async () => (await import('./operate/rolloutVerb.js')).rolloutVerb,
      },
      {
        name: 'drain',
        summary: 'empty a node-unit',
        load: async () => (await import('./operate/drainVerbs.js')).drainVerb,
      },
      {
        name: 'undrain',
        summary: 'let a drained node-unit claim again',
        load: async () => (await import('./operate/drainVerbs.js')).undrainVerb,
      },
      {
        name: 'rebalance',
        summary: 'move deployments to where their policy wants them',
        load: async () => (await import('./operate/rebalanceVerb.js')).rebalanceVerb,
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
