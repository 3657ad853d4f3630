import type { ScenarioWords } from '../../words/ScenarioWords.js';

export const words: ScenarioWords<'daemon_everywhere' | 'daemon_unbound'> = {
  zh: {
    title: () => 'node-unit 端到端报告：daemon',
    goal: () =>
      '`type = daemon` 的 deployment 在每个 node-unit 上运行（包括策略为 none 的和后来加入的），永不绑定地址，也不计入认领时的数量。',
    assertions: {
      daemon_everywhere: 'daemon 在每个 node-unit 上运行',
      daemon_unbound: 'daemon 从未绑定地址（address、claim_epoch）',
    },
    facts: {
      daemon_stopped: () => '停用后，daemon 在各处停止',
      daemon_running: ({ names }) => `daemon 运行于：${(names as string[]).join('、')}`,
    },
  },
  en: {
    title: () => 'node-unit end-to-end report: daemon',
    goal: () =>
      'A deployment of `type = daemon` runs on every node-unit, also under the policy none and on one that comes later; it is never bound to an address and not counted.',
    assertions: {
      daemon_everywhere: 'the daemon runs on every node-unit',
      daemon_unbound: 'the daemon was never bound to an address (address, claim_epoch)',
    },
    facts: {
      daemon_stopped: () => 'the daemon is disabled and has stopped everywhere',
      daemon_running: ({ names }) => `the daemon runs on ${(names as string[]).join(', ')}`,
    },
  },
};
