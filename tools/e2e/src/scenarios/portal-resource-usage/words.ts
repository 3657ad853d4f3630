import { nodeUnits, type ScenarioWords } from '../../words/ScenarioWords.js';
import { type PortalId, portalWords } from '../../steps/portalWords.js';

export const words: ScenarioWords<PortalId> = {
  zh: {
    title: ({ deployments }) => `node-unit 端到端报告：portal × ${deployments}（resource_usage 策略）`,
    goal: ({ deployments, nodes }) =>
      `在 resource_usage 策略下由${nodeUnits.zh(nodes)} 认领 ${deployments} 个真实的 \`@node-unit/portal\` deployment，${nodes === 2 && deployments === 21 ? '最终分布为 11 / 10，或按实测负载至多 12 / 9' : '最终数量至多相差 3'}；${deployments} 个 portal 进程都真正接通两个主机。轮次只由 5 秒间隔触发，每一轮都列出当时所有节点的 CPU 与内存。`,
    assertions: { ...portalWords.zh.assertions },
    facts: { ...portalWords.zh.facts },
  },
  en: {
    title: ({ deployments }) => `node-unit end-to-end report: portal × ${deployments} (resource_usage)`,
    goal: ({ deployments, nodes }) =>
      `${nodeUnits.en(nodes)} claim ${deployments} deployments of the real \`@node-unit/portal\` under resource_usage. ${nodes === 2 && deployments === 21 ? 'They end 11 / 10, or 12 / 9 at most, as the measured load says' : 'Their counts end 3 apart at most'}; ${deployments} portals are really connected to both hosts. Rounds are started by the interval of 5 s alone; each shows CPU and memory of every node-unit at that moment.`,
    assertions: { ...portalWords.en.assertions },
    facts: { ...portalWords.en.facts },
  },
};
