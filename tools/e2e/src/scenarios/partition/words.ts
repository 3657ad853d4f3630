import { name, type ScenarioWords } from '../../words/ScenarioWords.js';
import { type OverlapId, overlapWords } from '../../steps/overlapWords.js';

export const words: ScenarioWords<OverlapId> = {
  zh: {
    title: () => 'node-unit 端到端报告：网络分区',
    goal: () =>
      '在独立网络命名空间中运行一个 node-unit，并切断它的网络。其余节点接管；网络恢复后它停止不再属于它的进程。重叠时间如实测量。',
    assertions: { ...overlapWords.zh.assertions },
    facts: {
      network_cut: ({ nodeUnit }) => `切断 ${name(nodeUnit)} 的网络`,
      network_restored: ({ nodeUnit }) => `恢复 ${name(nodeUnit)} 的网络`,
      ...overlapWords.zh.facts,
    },
  },
  en: {
    title: () => 'node-unit end-to-end report: network partition',
    goal: () =>
      'A node-unit in a network namespace of its own is cut off. The others take over; when it is back it stops what is no longer its own. The overlap in which two copies ran is measured.',
    assertions: { ...overlapWords.en.assertions },
    facts: {
      network_cut: ({ nodeUnit }) => `the network of ${name(nodeUnit)} is cut`,
      network_restored: ({ nodeUnit }) => `the network of ${name(nodeUnit)} is back`,
      ...overlapWords.en.facts,
    },
  },
};
