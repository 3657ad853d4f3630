import type { ClaimingRound } from '../roundsOf.js';
import { roundsOf } from '../roundsOf.js';
import { seconds, table } from '../table.js';
import type { ReportContext } from './ReportContext.js';

/** Every claiming round, and how often rounds ended without a claim and why. */
export function roundsSection(context: ReportContext): string {
  const { evidence, words, labels } = context;
  const rounds = roundsOf(evidence);
  const { columns } = words;
  const usageHeads = labels.nodeUnits.map((name) => `${name} ${columns.cpuMemory}`);
  const head = [
    columns.round,
    `${columns.time} (s)`,
    columns.claimant,
    columns.ownRound,
    columns.deployment,
    columns.result,
    ...usageHeads,
  ];
  const rows = rounds.map((round, index) => [
    index + 1,
    seconds(round.atMs),
    round.nodeUnit,
    round.round,
    labels.deployment(round.deploymentId),
    round.claimed ? words.claimed : words.conflict,
    ...usageCells(round, context),
  ]);
  const claims = rounds.length === 0 ? words.noRounds() : table(head, rows);
  return [claims, words.skipped(), skippedTable(context)].join('\n\n');
}

function usageCells({ usage }: ClaimingRound, { labels, evidence, words }: ReportContext): readonly string[] {
  return labels.nodeUnits.map((name) => {
    const address = evidence.programs.find((program) => program.name === name)?.address ?? '';
    const known = usage[address];
    return known ? `${known.cpu_percent.toFixed(2)} % / ${known.memory_mb.toFixed(1)} MB` : words.none;
  });
}

function skippedTable({ evidence, words, labels }: ReportContext): string {
  const counts = new Map<string, number>();
  for (const { nodeUnit, event, fields } of evidence.records) {
    if (event !== 'DeploymentClaimSkipped') continue;
    const key = `${nodeUnit}\n${String(fields['reason'])}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].map(([key, count]) => {
    const [nodeUnit = '', reason = ''] = key.split('\n');
    return [nodeUnit, `\`${reason}\` ${words.reasons[reason] ?? ''}`, count] as const;
  });
  const order = (name: string): number => labels.nodeUnits.indexOf(name);
  rows.sort((a, b) => order(a[0]) - order(b[0]) || a[1].localeCompare(b[1], 'en'));
  return table([words.columns.claimant, words.columns.reason, words.columns.count], rows);
}
