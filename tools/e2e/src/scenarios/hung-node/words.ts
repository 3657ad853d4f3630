import type { ScenarioWords } from '../../words/ScenarioWords.js';
import { type OverlapId, overlapWords } from '../../steps/overlapWords.js';

export const words: ScenarioWords<OverlapId> = {
  zh: {
    title: () => 'node-unit 端到端报告：节点挂起',
    goal: () =>
      '以 SIGSTOP 挂起一个 node-unit。主机在错过 3 次间隔 2 秒的心跳后将其移除，其余节点接管；被挂起者恢复后停止不再属于它的进程。期间旧进程仍在运行，重叠时间如实测量。',
    assertions: { ...overlapWords.zh.assertions },
    facts: { ...overlapWords.zh.facts },
  },
  en: {
    title: () => 'node-unit end-to-end report: a node-unit that hangs',
    goal: () =>
      'A node-unit is stopped with SIGSTOP. The host removes it after 3 missed heartbeats of 2 s and the others take over; when it continues it stops what is no longer its own. The overlap in which two copies ran is measured.',
    assertions: { ...overlapWords.en.assertions },
    facts: { ...overlapWords.en.facts },
  },
};
