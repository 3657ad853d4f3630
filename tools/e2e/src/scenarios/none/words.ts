import { name, type ScenarioWords } from '../../words/ScenarioWords.js';

export const words: ScenarioWords<'idle_runs_what_it_is_given' | 'idle_claimed_nothing' | 'idle_released_nothing'> = {
  zh: {
    title: () => 'node-unit 端到端报告：策略 none',
    goal: () =>
      '策略为 none 的 node-unit 既不认领也不释放，但会运行分配给它的 deployment；它的存在不妨碍其他节点认领。',
    assertions: {
      idle_runs_what_it_is_given: '策略为 none 的节点运行分配给它的 deployment',
      idle_claimed_nothing: '策略为 none 的节点从未认领',
      idle_released_nothing: '策略为 none 的节点从未释放',
    },
    facts: { assigned_by_hand: ({ nodeUnit }) => `手工将一个 deployment 分配给 ${name(nodeUnit)}` },
  },
  en: {
    title: () => 'node-unit end-to-end report: the policy none',
    goal: () =>
      'A node-unit under the policy none neither claims nor releases, runs what it is given, and keeps nobody else from claiming.',
    assertions: {
      idle_runs_what_it_is_given: 'the node-unit under none runs what it is given',
      idle_claimed_nothing: 'the node-unit under none never claimed',
      idle_released_nothing: 'the node-unit under none never released',
    },
    facts: { assigned_by_hand: ({ nodeUnit }) => `a deployment is assigned to ${name(nodeUnit)} by hand` },
  },
};
