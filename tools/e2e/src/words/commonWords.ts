import type { Language } from '@node-unit/e2e-report';

import type { HarnessId } from '../commonChecks.js';
import type { EndId } from '../ScenarioRun.js';
import { name, type Sentences } from './ScenarioWords.js';

/** What is checked in every scenario. */
export type CommonId = HarnessId | EndId;

/** What scenarios have in common. */
export const commonWords: Readonly<Record<Language, Sentences<CommonId>>> = {
  zh: {
    assertions: {
      isolation: '每个程序的环境变量与给定的完全一致，没有任何泄漏',
      one_claim_per_round: '每个 node-unit 每轮至多认领一个 deployment（所见为最大值）',
      nobody_robbed: '没有任何在线节点的 deployment 被拿走（所见为违例）',
      nothing_left: '结束后没有遗留任何进程',
      all_running: '每个 deployment 都在持有它的节点上运行（运行数）',
      final_distribution: '最终分布',
    },
    facts: {
      node_units_online: ({ names }) => `上线：${(names as string[]).join('、')}`,
      inserted: ({ count }) => `插入 ${name(count)} 个 deployment`,
      all_running: ({ count }) => `${name(count)} 个 deployment 全部运行`,
      signal: ({ nodeUnit, signal, pid }) => `向 ${name(nodeUnit)}（进程 ${name(pid)}）发送 ${name(signal)}`,
      lost: ({ nodeUnit, afterMs }) => `主机目录中不再有 ${name(nodeUnit)}（${name(afterMs)} ms 后）`,
      released: ({ nodeUnit, afterMs }) => `${name(nodeUnit)} 持有的 deployment 全部释放（${name(afterMs)} ms 后）`,
      claimed: ({ afterMs }) => `全部重新认领（${name(afterMs)} ms 后）`,
      healed: ({ afterMs }) => `全部重新运行（${name(afterMs)} ms 后）`,
      stopped: () => '全部停止',
    },
  },
  en: {
    assertions: {
      isolation: 'the environment of every program is exactly what it was given; nothing leaked in',
      one_claim_per_round: 'at most one claim per node-unit and round (seen: the maximum)',
      nobody_robbed: 'no deployment was taken from an online node-unit (seen: violations)',
      nothing_left: 'no process is left at the end',
      all_running: 'every deployment runs on the node-unit that holds it (how many run)',
      final_distribution: 'final distribution',
    },
    facts: {
      node_units_online: ({ names }) => `online: ${(names as string[]).join(', ')}`,
      inserted: ({ count }) => `${name(count)} deployments are inserted`,
      all_running: ({ count }) => `all ${name(count)} deployments run`,
      signal: ({ nodeUnit, signal, pid }) => `${name(signal)} to ${name(nodeUnit)} (process ${name(pid)})`,
      lost: ({ nodeUnit, afterMs }) => `the host lists ${name(nodeUnit)} no more (after ${name(afterMs)} ms)`,
      released: ({ nodeUnit, afterMs }) => `all that ${name(nodeUnit)} held is released (after ${name(afterMs)} ms)`,
      claimed: ({ afterMs }) => `all is claimed again (after ${name(afterMs)} ms)`,
      healed: ({ afterMs }) => `all runs again (after ${name(afterMs)} ms)`,
      stopped: () => 'everything is stopped',
    },
  },
};
