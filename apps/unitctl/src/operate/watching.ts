import type { ClusterPicture, Operator } from '@node-unit/operator';
import { auditTime, concatMap, filter, lastValueFrom, map, distinctUntilChanged, takeUntil } from 'rxjs';

import { untilInterrupted } from './untilInterrupted.js';

const REPAINT_MS = 500;
const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

/** Prints what is to be seen of the cluster once, or, with `watch`, again whenever it changes. */
export async function showOrWatch(
  operator: Operator,
  watch: boolean | undefined,
  textOf: (picture: ClusterPicture) => Promise<string>,
): Promise<void> {
  const first = await textOf(await operator.cluster());
  if (watch !== true) return void process.stdout.write(`${first}\n`);
  const texts$ = operator.cluster$.pipe(
    auditTime(REPAINT_MS),
    filter(({ tables }) => tables.state === 'current'),
    concatMap(textOf),
    distinctUntilChanged(),
    map((text) => process.stdout.write(`${process.stdout.isTTY ? CLEAR : ''}${text}\n`)),
    takeUntil(untilInterrupted()),
  );
  process.stdout.write(`${process.stdout.isTTY ? CLEAR : ''}${first}\n`);
  await lastValueFrom(texts$, { defaultValue: undefined });
}
