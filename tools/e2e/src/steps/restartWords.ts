import type { Language } from '@node-unit/e2e-report';

import type { Sentences } from '../words/ScenarioWords.js';

export type RestartId = 'nothing_moved' | 'no_process_restarted' | 'goes_on';

export const restartWords: Readonly<Record<Language, Sentences<RestartId>>> = {
  zh: {
    assertions: {
      nothing_moved: '期间没有任何 deployment 的地址变化（所见为变化次数）',
      no_process_restarted: '期间没有任何进程重启（所见为变化的进程）',
      goes_on: '恢复后新的 deployment 照常运行',
    },
    facts: {},
  },
  en: {
    assertions: {
      nothing_moved: 'no deployment changed its address meanwhile (seen: changes)',
      no_process_restarted: 'no process was restarted meanwhile (seen: processes that changed)',
      goes_on: 'a new deployment runs afterwards',
    },
    facts: {},
  },
};
