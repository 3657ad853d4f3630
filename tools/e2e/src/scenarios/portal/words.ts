import { nodeUnits, type ScenarioWords } from '../../words/ScenarioWords.js';
import { type PortalId, portalWords } from '../../steps/portalWords.js';

export const words: ScenarioWords<PortalId> = {
  zh: {
    title: ({ deployments }) => `node-unit 端到端报告：portal × ${deployments}（默认策略）`,
    goal: ({ deployments, nodes }) =>
      `在默认策略（least_deployments）下由${nodeUnits.zh(nodes)} 认领 ${deployments} 个真实的 \`@node-unit/portal\` deployment，${nodes === 2 && deployments === 5 ? '最终分布为 2 / 3（谁多谁少不限）' : '最终数量至多相差 1'}，任何在线节点的 deployment 都不被拿走，每个 portal 都真正接通两个主机。轮次只由 5 秒间隔触发，因此可以逐轮阅读。`,
    assertions: { ...portalWords.zh.assertions },
    facts: { ...portalWords.zh.facts },
  },
  en: {
    title: ({ deployments }) => `node-unit end-to-end report: portal × ${deployments} (default policy)`,
    goal: ({ deployments, nodes }) =>
      `${nodeUnits.en(nodes)} claim ${deployments} deployments of the real \`@node-unit/portal\` under the default policy. ${nodes === 2 && deployments === 5 ? 'They end 2 / 3, either way round' : 'Their counts end 1 apart at most'}, no online node-unit is robbed, and every portal is really connected to both hosts. Rounds are started by the interval of 5 s alone, so that they can be read one by one.`,
    assertions: { ...portalWords.en.assertions },
    facts: { ...portalWords.en.facts },
  },
};
