import type { Words } from '../Words.js';

export const chineseScenarios: Words['scenarios'] = {
  failover: {
    title: 'node-unit 端到端报告：故障转移',
    goal: '两个 node-unit 各自运行一部分 deployment。以 `kill -9` 终止 node-unit-2，验证：它持有的 deployment 的 address 先被清空，再由 node-unit-1 每轮认领一个，直到全部归 node-unit-1 所有并运行；被终止的一方不留下任何进程。',
  },
  portal: {
    title: 'node-unit 端到端报告：portal × 5（默认策略）',
    goal: '在默认策略（least_deployments）下由两个 node-unit 认领 5 个真实的 `@node-unit/portal` deployment，最终分布为 2 / 3（谁多谁少不限），任何在线节点的 deployment 都不被拿走，每个 portal 都真正接通两个主机。轮次只由 5 秒间隔触发，因此可以逐轮阅读。',
  },
  'portal-resource-usage': {
    title: 'node-unit 端到端报告：portal × 21（resource_usage 策略）',
    goal: '在 resource_usage 策略下由两个 node-unit 认领 21 个真实的 `@node-unit/portal` deployment，最终分布为 11 / 10，或按实测负载至多 12 / 9；21 个 portal 进程都真正接通两个主机。轮次只由 5 秒间隔触发，每一轮都列出当时所有节点的 CPU 与内存。',
  },
  daemon: {
    title: 'node-unit 端到端报告：daemon',
    goal: '`type = daemon` 的 deployment 在每个 node-unit 上运行（包括策略为 none 的和后来加入的），永不绑定地址，也不计入认领时的数量。',
  },
  none: {
    title: 'node-unit 端到端报告：策略 none',
    goal: '策略为 none 的 node-unit 既不认领也不释放，但会运行分配给它的 deployment；它的存在不妨碍其他节点认领。',
  },
  'host-restart': {
    title: 'node-unit 端到端报告：主机重启',
    goal: '主机先后离开 0.2 秒、5 秒与 12 秒再回来，不移动任何 deployment，不重启任何进程。',
  },
  'database-restart': {
    title: 'node-unit 端到端报告：数据库重启',
    goal: '数据库崩溃并重启，不移动任何 deployment，不重启任何进程；恢复后集群照常认领新的 deployment。',
  },
  'hung-node': {
    title: 'node-unit 端到端报告：节点挂起',
    goal: '以 SIGSTOP 挂起一个 node-unit。主机在错过 3 次间隔 2 秒的心跳后将其移除，其余节点接管；被挂起者恢复后停止不再属于它的进程。期间旧进程仍在运行，重叠时间如实测量。',
  },
  partition: {
    title: 'node-unit 端到端报告：网络分区',
    goal: '在独立网络命名空间中运行一个 node-unit，并切断它的网络。其余节点接管；网络恢复后它停止不再属于它的进程。重叠时间如实测量。',
  },
  'graceful-stop': {
    title: 'node-unit 端到端报告：正常停止',
    goal: '向一个 node-unit 发送 SIGTERM：它的进程依次正常结束，deployment 由它自己立即交还，退出码为 0，其他节点无需释放即可认领。',
  },
  'third-party-policy': {
    title: 'node-unit 端到端报告：第三方策略',
    goal: '由 `npm run create-policy` 生成一个第三方策略包，与打包的 `@node-unit/scheduler` 一起用 npm 安装到仓库之外；两个 node-unit 通过包名选用它（`NODE_UNIT_CLAIM_POLICY`、`NODE_UNIT_POLICY_DIR`），并由它决定谁可以认领。',
  },
  'mixed-with-interval-only': {
    title: 'node-unit 端到端报告：与仅按间隔认领的节点混合',
    goal: '一个由事件触发轮次的 node-unit 与一个只按 5 秒间隔触发的 node-unit 共处一个集群：全部 deployment 都被认领，数量至多相差 1，没有人被饿死，故障转移照常进行。',
  },
};
