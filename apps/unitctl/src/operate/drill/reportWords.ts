import type { DrillKind } from './DrillKind.js';

/** The languages of reports. */
export type ReportLanguage = 'en' | 'zh';

export const reportLanguages: readonly ReportLanguage[] = ['en', 'zh'];

/** What a report says, in one language. */
export interface ReportWords {
  readonly title: (kind: string) => string;
  readonly kinds: Readonly<Record<DrillKind, string>>;
  readonly generated: (file: string) => string;
  readonly conditions: string;
  readonly policy: string;
  readonly probe: string;
  readonly nodeUnits: string;
  readonly probes: string;
  readonly repetitions: string;
  readonly summary: string;
  /** Headings of the summary: what, least, median, most. */
  readonly spread: readonly [string, string, string, string];
  readonly noticed: string;
  readonly claimed: string;
  readonly running: string;
  readonly gap: string;
  readonly overlap: string;
  readonly endedAfterHealing: string;
  readonly repetition: (number: number, failedAt: string) => string;
  readonly healed: (time: string) => string;
  /** Headings of the probes: probe, to, claimed, running, old ended, none ran, both ran. */
  readonly columns: readonly [string, string, string, string, string, string, string];
  readonly events: string;
  readonly notes: string;
  readonly noteTexts: readonly string[];
}

/** The words of each language. */
export const reportWords: Readonly<Record<ReportLanguage, ReportWords>> = {
  en: {
    title: (kind) => `Drill: ${kind}`,
    kinds: {
      failover: 'The agent of a node-unit was killed (SIGKILL).',
      hang: 'The agent of a node-unit was stopped (SIGSTOP); when all probes ran elsewhere, it was continued.',
      partition: 'A node-unit was cut off from the host; when all probes ran elsewhere, the connection came back.',
    },
    generated: (file) => `Generated from \`${file}\`. Times are in seconds since the failure.`,
    conditions: 'Conditions',
    policy: 'claim policy',
    probe: 'package of the probes',
    nodeUnits: 'node-units that could claim',
    probes: 'probes each time',
    repetitions: 'repetitions',
    summary: 'Summary',
    spread: ['what', 'least', 'median', 'most'],
    noticed: 'until the host no longer listed the node-unit',
    claimed: 'until a probe was claimed elsewhere',
    running: 'until it ran elsewhere',
    gap: 'no copy of it ran',
    overlap: 'two copies of it ran',
    endedAfterHealing: 'from the end of the failure until the old copy had ended',
    repetition: (number, failedAt) => `Repetition ${number}, ${failedAt}`,
    healed: (time) => `The failure ended after ${time}.`,
    columns: ['probe', 'to', 'claimed', 'running', 'old copy ended', 'none ran', 'both ran'],
    events: 'Events by the clock of the database:',
    notes: 'How to read it',
    noteTexts: [
      'The times are by the clock of the machine that ran the drill. Claims are seen within about 0.1 s; a node-unit reports at most once a second that something runs, so a probe may have run up to 1 s before it was seen to run.',
      'The first repetition includes the installation of the probe where it had never been installed.',
      'The old copies ran on the machine of the drill, which asked the operating system every 20 ms whether they had ended.',
      'A hang or a partition was ended only after all probes ran elsewhere, so the time with two copies depends on that, too. A deployment with `exclusive_ms` would not have had two copies.',
    ],
  },
  zh: {
    title: (kind) => `演练：${kind}`,
    kinds: {
      failover: '一个 node-unit 的 agent 被杀死（SIGKILL）。',
      hang: '一个 node-unit 的 agent 被挂起（SIGSTOP）；所有探针都在别处运行后，恢复运行（SIGCONT）。',
      partition: '一个 node-unit 与 host 之间的网络被切断；所有探针都在别处运行后，网络恢复。',
    },
    generated: (file) => `根据 \`${file}\` 生成。时间均为自故障开始起的秒数。`,
    conditions: '条件',
    policy: '认领策略',
    probe: '探针的包',
    nodeUnits: '可以认领的 node-unit',
    probes: '每次的探针数',
    repetitions: '重复次数',
    summary: '汇总',
    spread: ['内容', '最小', '中位数', '最大'],
    noticed: 'host 不再列出该 node-unit',
    claimed: '探针被别处认领',
    running: '探针在别处运行',
    gap: '没有副本运行的时长',
    overlap: '两个副本同时运行的时长',
    endedAfterHealing: '从故障结束到旧副本结束',
    repetition: (number, failedAt) => `第 ${number} 次，${failedAt}`,
    healed: (time) => `故障在 ${time} 后结束。`,
    columns: ['探针', '去向', '被认领', '运行', '旧副本结束', '无副本', '两个副本'],
    events: '事件（以数据库的时钟为准）：',
    notes: '说明',
    noteTexts: [
      '时间以运行演练的机器的时钟为准。认领约在 0.1 秒内可见；node-unit 每秒至多报告一次“运行中”，因此探针实际开始运行的时刻可能比所见早至多 1 秒。',
      '第一次重复包括在从未安装过探针的地方安装探针的时间。',
      '旧副本在运行演练的机器上，每 20 毫秒向操作系统询问一次它们是否已结束。',
      '挂起与网络分区在所有探针都在别处运行之后才结束，因此两个副本同时运行的时长也取决于此。设置了 `exclusive_ms` 的部署不会有两个副本。',
    ],
  },
};
