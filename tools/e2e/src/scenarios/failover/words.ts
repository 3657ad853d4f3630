import { name, nodeUnits, type ScenarioWords } from '../../words/ScenarioWords.js';

export const words: ScenarioWords<'no_orphans' | 'released_first'> = {
  zh: {
    title: () => 'node-unit 端到端报告：故障转移',
    goal: ({ nodes }) =>
      `${nodeUnits.zh(nodes)} 各自运行一部分 deployment。以 \`kill -9\` 终止 node-unit-2，验证：它持有的 deployment 的 address 先被清空，再由${nodes === 2 ? ' node-unit-1 ' : '其余节点'}每轮认领一个，直到全部归${nodes === 2 ? ' node-unit-1 所有' : '其余节点所有'}并运行；被终止的一方不留下任何进程。`,
    assertions: {
      no_orphans: '丢失节点的进程没有遗留',
      released_first: '丢失节点的每个 deployment 都先被清空地址，再被认领（所见为违例）',
    },
    facts: { no_orphans: ({ nodeUnit, afterMs }) => `${name(nodeUnit)} 的进程全部消失（${name(afterMs)} ms 后）` },
  },
  en: {
    title: () => 'node-unit end-to-end report: failover',
    goal: ({ nodes }) =>
      `${nodeUnits.en(nodes)} run a share of the deployments each. node-unit-2 is killed with \`kill -9\`: what it held is released first, then ${nodes === 2 ? 'node-unit-1 claims it, one deployment per round, until it owns and runs all' : 'the others claim it, one deployment per round, until they own and run all'}; the killed one leaves no process behind.`,
    assertions: {
      no_orphans: 'no process of the lost node-unit is left',
      released_first: 'what was lost was released before it was claimed (seen: violations)',
    },
    facts: {
      no_orphans: ({ nodeUnit, afterMs }) => `no process of ${name(nodeUnit)} is left (after ${name(afterMs)} ms)`,
    },
  },
};
