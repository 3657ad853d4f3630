import type { Language } from '@node-unit/e2e-report';

import { name, type Sentences } from '../words/ScenarioWords.js';

export type OverlapId = 'others_took_over' | 'stopped_what_was_lost';

export const overlapWords: Readonly<Record<Language, Sentences<OverlapId>>> = {
  zh: {
    assertions: {
      others_took_over: '其余节点接管了全部 deployment',
      stopped_what_was_lost: '恢复后该节点停止了不再属于它的进程（遗留数）',
    },
    facts: {
      back_online: ({ nodeUnit }) => `${name(nodeUnit)} 重新上线`,
      overlap: ({ nodeUnit, copies, longestMs }) =>
        `${name(nodeUnit)} 的 ${name(copies)} 个进程曾与新副本同时运行，最长 ${name(longestMs)} ms`,
    },
  },
  en: {
    assertions: {
      others_took_over: 'the others took over everything',
      stopped_what_was_lost: 'when it is back, it stops what is no longer its own (left running)',
    },
    facts: {
      back_online: ({ nodeUnit }) => `${name(nodeUnit)} is online again`,
      overlap: ({ nodeUnit, copies, longestMs }) =>
        `${name(copies)} processes of ${name(nodeUnit)} ran beside a new copy, for ${name(longestMs)} ms at most`,
    },
  },
};
