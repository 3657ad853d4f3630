import { name, nodeUnits, type ScenarioWords } from '../../words/ScenarioWords.js';

export const words: ScenarioWords<'decided_by'> = {
  zh: {
    title: () => 'node-unit 端到端报告：第三方策略',
    goal: ({ nodes }) =>
      `由 \`npm run create-policy\` 生成一个第三方策略包，与打包的 \`@node-unit/scheduler\` 一起用 npm 安装到仓库之外；${nodeUnits.zh(nodes)} 通过包名选用它（\`NODE_UNIT_CLAIM_POLICY\`、\`NODE_UNIT_POLICY_DIR\`），并由它决定谁可以认领。`,
    assertions: { decided_by: '每次资格判定所用的策略' },
    facts: {
      policy_installed: ({ name: policy, packages }) =>
        `用 npm 安装策略 ${name(policy)}：${(packages as string[]).join('、')}`,
    },
  },
  en: {
    title: () => 'node-unit end-to-end report: a policy of a third party',
    goal: ({ nodes }) =>
      `A policy package that \`npm run create-policy\` has written is installed by npm outside the repository, together with the packed \`@node-unit/scheduler\`. ${nodeUnits.en(nodes)} are told its name (\`NODE_UNIT_CLAIM_POLICY\`, \`NODE_UNIT_POLICY_DIR\`), and it decides who may claim.`,
    assertions: { decided_by: 'the policy by which every verdict was reached' },
    facts: {
      policy_installed: ({ name: policy, packages }) =>
        `${name(policy)} is installed by npm: ${(packages as string[]).join(', ')}`,
    },
  },
};
