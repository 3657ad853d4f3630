import { cellOf, type ClusterPicture, type EventPicture, type Operator } from '@node-unit/operator';
import { wholeNumber } from '@node-unit/app-runtime';
import { concatMap, filter, lastValueFrom, scan, takeUntil, tap } from 'rxjs';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { chosen } from './chosen.js';
import { type OutputOptions, print, tell, withOutput } from './output.js';
import { eventRecord } from './records.js';
import { type SessionOptions, withOperator } from './session.js';
import { sinceOption } from './sinceOption.js';
import { untilInterrupted } from './untilInterrupted.js';

interface EventsOptions extends SessionOptions, OutputOptions {
  readonly follow?: boolean;
  readonly lines: number;
  readonly since?: Date;
}

/** `unitctl events`. */
export const eventsVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .argument('[names...]', 'only of these deployments')
      .option('-f, --follow', 'go on with what happens')
      .option('-n, --lines <count>', 'the latest so many', wholeNumber(1, 1_000), 50)
      .option('--since <time>', 'since then: 10m, 2h, 1d, or a date', sinceOption)
      .action((names: readonly string[], options: EventsOptions) =>
        withOperator(options, (operator) => show(operator, names, options)),
      );
  },
};

async function show(operator: Operator, names: readonly string[], options: EventsOptions): Promise<void> {
  const picture = await operator.cluster();
  const deploymentIds = names.length === 0 ? undefined : chosen(picture, names).map(({ id }) => id);
  const { lines: limit, since, follow, output } = options;
  const events = await operator.events({
    limit,
    ...(deploymentIds && { deploymentIds }),
    ...(since && { since: since.toISOString() }),
  });
  const oldestFirst = [...events].reverse();
  if (follow !== true) {
    return print(oldestFirst.map(eventRecord), options, () => oldestFirst.map(renderEvent).join('\n') || 'no events');
  }
  const write = (event: EventPicture): void =>
    tell(output === 'json' ? JSON.stringify(eventRecord(event)) : renderEvent(event));
  oldestFirst.forEach(write);
  await followEvents(operator, deploymentIds, events[0]?.event.id ?? 0, write);
}

async function followEvents(
  operator: Operator,
  deploymentIds: readonly string[] | undefined,
  afterId: number,
  write: (event: EventPicture) => void,
): Promise<void> {
  const isWanted = ({ event }: EventPicture): boolean => deploymentIds?.includes(event.deploymentId) ?? true;
  const latestOf = ({ events }: ClusterPicture, after: number) =>
    events.filter(({ event }) => event.id > after).reverse();
  const fresh$ = operator.cluster$.pipe(
    filter(({ tables }) => tables.state === 'current'),
    scan(
      ({ lastId }, picture) => {
        const fresh = latestOf(picture, lastId);
        return { lastId: fresh.at(-1)?.event.id ?? lastId, fresh };
      },
      { lastId: afterId, fresh: [] as readonly EventPicture[] },
    ),
    concatMap(({ fresh }) => fresh),
    filter(isWanted),
    tap(write),
    takeUntil(untilInterrupted()),
  );
  await lastValueFrom(fresh$, { defaultValue: undefined });
}

/** One line. */
export function renderEvent({ event, label, text }: EventPicture): string {
  return `${event.occurredAt}  ${label === '' ? '' : `${cellOf(label)}  `}${cellOf(text)}`;
}
