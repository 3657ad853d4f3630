import { name, type ScenarioWords } from '../../words/ScenarioWords.js';

export const words: ScenarioWords<'exit_code' | 'no_orphans' | 'handed_back' | 'no_release_needed'> = {
  zh: {
    title: () => 'node-unit 端到端报告：正常停止',
    goal: () =>
      '向一个 node-unit 发送 SIGTERM：它的进程依次正常结束，deployment 由它自己立即交还，退出码为 0，其他节点无需释放即可认领。',
    assertions: {
      exit_code: '正常停止的退出码',
      no_orphans: '丢失节点的进程没有遗留',
      handed_back: '由停止者自己交还的数量',
      no_release_needed: '其他节点无需释放（释放记录数）',
    },
    facts: { exited: ({ nodeUnit, exitCode }) => `${name(nodeUnit)} 退出，退出码 ${name(exitCode)}` },
  },
  en: {
    title: () => 'node-unit end-to-end report: stop in order',
    goal: () =>
      'A node-unit is sent SIGTERM: its processes end in order, it hands its deployments back at once and exits with 0, and nobody has to release them.',
    assertions: {
      exit_code: 'exit code of the stop in order',
      no_orphans: 'no process of the lost node-unit is left',
      handed_back: 'handed back by the one that stopped',
      no_release_needed: 'nobody had to release anything (records of releases)',
    },
    facts: { exited: ({ nodeUnit, exitCode }) => `${name(nodeUnit)} has exited with ${name(exitCode)}` },
  },
};
