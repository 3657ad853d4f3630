import { name, type ScenarioWords } from '../../words/ScenarioWords.js';
import { type RestartId, restartWords } from '../../steps/restartWords.js';

export const words: ScenarioWords<RestartId> = {
  zh: {
    title: () => 'node-unit 端到端报告：主机重启',
    goal: () => '主机先后离开 0.2 秒、5 秒与 12 秒再回来，不移动任何 deployment，不重启任何进程。',
    assertions: { ...restartWords.zh.assertions },
    facts: {
      host_restarted: ({ awayMs }) => `主机重启，离开 ${name(awayMs)} ms`,
      host_settled: ({ uptimeMs }) => `主机已运行 ${name(uptimeMs)} ms，缺席者重新被视为丢失`,
    },
  },
  en: {
    title: () => 'node-unit end-to-end report: restart of the host',
    goal: () => 'The host is away for 0.2 s, 5 s and 12 s: no deployment moves, no process is restarted.',
    assertions: { ...restartWords.en.assertions },
    facts: {
      host_restarted: ({ awayMs }) => `the host was away for ${name(awayMs)} ms`,
      host_settled: ({ uptimeMs }) =>
        `the host has been up for ${name(uptimeMs)} ms: who is missing counts as lost again`,
    },
  },
};
