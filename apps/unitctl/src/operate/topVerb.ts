import type { ClusterPicture } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { renderNodeUnits } from './nodesVerb.js';
import { type SessionOptions, withOperator } from './session.js';
import { showOrWatch } from './watching.js';

interface TopOptions extends SessionOptions {
  readonly once?: boolean;
}

/** `unitctl top`. */
export const topVerb: Verb = {
  configure: (command) => {
    withContextOption(command)
      .option('--once', 'print once')
      .action((options: TopOptions) =>
        withOperator(options, (operator) =>
          showOrWatch(operator, options.once !== true, (picture) => Promise.resolve(render(picture))),
        ),
      );
  },
};

function render({ nodeUnits, deployments, events }: ClusterPicture): string {
  const phases = new Map<string, number>();
  for (const { phase } of deployments) phases.set(phase, (phases.get(phase) ?? 0) + 1);
  const states = [...phases].sort(([, a], [, b]) => b - a).map(([phase, count]) => `${count} ${phase}`);
  const byUsage = [...nodeUnits].sort(
    (a, b) => (b.nodeUnit?.resourceUsage?.cpuPercent ?? -1) - (a.nodeUnit?.resourceUsage?.cpuPercent ?? -1),
  );
  const latest = events
    .slice(0, 8)
    .map(({ event, label, text }) => `${event.occurredAt.slice(11, 19)}  ${label}  ${text}`);
  const summary = `${deployments.length} deployments: ${states.join(', ') || 'none'}`;
  return [renderNodeUnits(byUsage, false), '', summary, ...(latest.length > 0 ? ['', ...latest] : [])].join('\n');
}
