import type { ScenarioWords } from '../../words/ScenarioWords.js';

export const words: ScenarioWords<'balanced' | 'both_claimed'> = {
  zh: {
    title: () => 'node-unit 端到端报告：与仅按间隔认领的节点混合',
    goal: () =>
      '一个由事件触发轮次的 node-unit 与一个只按 5 秒间隔触发的 node-unit 共处一个集群：全部 deployment 都被认领，数量至多相差 1，没有人被饿死，故障转移照常进行。',
    assertions: { balanced: '数量至多相差 1（所见为最大差）', both_claimed: '两个节点都认领过' },
    facts: {},
  },
  en: {
    title: () => 'node-unit end-to-end report: beside a node-unit that claims on the interval only',
    goal: () =>
      'A node-unit with rounds on events shares a cluster with one whose rounds start on an interval of 5 s only: everything is claimed, the counts differ by 1 at most, nobody starves, and failover works.',
    assertions: {
      balanced: 'the counts differ by 1 at most (seen: the difference)',
      both_claimed: 'both node-units have claimed',
    },
    facts: {},
  },
};
