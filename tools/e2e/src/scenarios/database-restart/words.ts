import type { ScenarioWords } from '../../words/ScenarioWords.js';
import { type RestartId, restartWords } from '../../steps/restartWords.js';

export const words: ScenarioWords<RestartId> = {
  zh: {
    title: () => 'node-unit 端到端报告：数据库重启',
    goal: () => '数据库崩溃并重启，不移动任何 deployment，不重启任何进程；恢复后集群照常认领新的 deployment。',
    assertions: { ...restartWords.zh.assertions },
    facts: { database_restarted: () => '数据库崩溃并重启' },
  },
  en: {
    title: () => 'node-unit end-to-end report: restart of the database',
    goal: () =>
      'The database crashes and starts again: no deployment moves, no process is restarted, and the cluster goes on.',
    assertions: { ...restartWords.en.assertions },
    facts: { database_restarted: () => 'the database crashed and started again' },
  },
};
