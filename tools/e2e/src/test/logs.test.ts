import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connectOperator } from '@node-unit/operator';
import { connectTerminal, type Terminal } from '@node-unit/protocol';
import { filter, firstValueFrom, map, scan, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { useCluster } from './useCluster.js';

const cluster = useCluster();
const SLOW = { timeout: 30_000, interval: 50 };
const PROGRAM = `
let count = 0;
const say = () => { console.log('line ' + ++count + ' ä€'); if (count === 5) console.error('complaint'); };
for (let each = 0; each < 20; each += 1) say();
setInterval(say, 100);
`;

async function insert(): Promise<string> {
  const folder = join(cluster().local.folder, 'talking');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'talking', version: '1.0.0' }));
  writeFileSync(join(folder, 'index.js'), PROGRAM);
  const [row] = await cluster().local.sql(
    'insert into deployment (package_name, package_version) values ($1, $2) returning id',
    ['talking', `file:${folder}`],
  );
  return String(row?.['id']);
}

async function connect(): Promise<Terminal> {
  const { hostUrl, hostToken } = cluster().local;
  const terminal = connectTerminal({ hostUrl, hostToken, name: 'reader' });
  onTestFinished(() => terminal.dispose());
  const address = cluster().local.addressOf('one');
  const isListed = filter((terminals: readonly { readonly terminal_id: string }[]) =>
    terminals.some(({ terminal_id }) => terminal_id === address),
  );
  await firstValueFrom(terminal.terminalInfos$.pipe(isListed, timeout(30_000)));
  return terminal;
}

interface Line {
  readonly stream: string;
  readonly text: string;
  readonly time_ms: number;
}

describe('the output of a deployment', { timeout: 120_000 }, () => {
  it('is read from anywhere: lines, bytes, and as it comes', async () => {
    await cluster().join(['one']);
    const id = await insert();
    const terminal = await connect();
    const targetTerminalId = cluster().local.addressOf('one');
    const slice = (start: number) =>
      terminal.requestForResponse<{ content: string; file_size: number; start: number; end: number }>({
        method: 'Deployment/ReadLogSlice',
        req: { deployment_id: id, start },
        targetTerminalId,
      });
    await expect.poll(async () => (await slice(0)).data?.content ?? '', SLOW).toContain('line 20 ä€');
    expect(await slice(0)).toMatchObject({ code: 0, data: { start: 0 } });
    const unknown = await terminal.requestForResponse({
      method: 'Deployment/ReadLogSlice',
      req: { deployment_id: '00000000-0000-4000-8000-000000000000', start: 0 },
      targetTerminalId,
    });
    expect(unknown).toMatchObject({ code: 404 });
    expect(JSON.stringify(unknown)).not.toContain(cluster().local.folder);

    const read = (req: object) =>
      terminal.request({ method: 'Deployment/ReadLog', req: { deployment_id: id, ...req }, targetTerminalId }).pipe(
        map(({ frame }) => (frame as { readonly lines?: readonly Line[] } | undefined)?.lines ?? []),
        scan((all, lines) => [...all, ...lines], [] as readonly Line[]),
      );
    const errors = await firstValueFrom(read({ stream: 'stderr' }).pipe(filter(({ length }) => length > 0)));
    expect(errors).toMatchObject([{ stream: 'stderr', text: 'complaint' }]);
    expect(errors[0]?.time_ms).toBeGreaterThan(Date.now() - 120_000);
    const followed = await firstValueFrom(
      read({ lines: 5, stream: 'stdout', follow: true }).pipe(
        filter(({ length }) => length >= 12),
        timeout(30_000),
      ),
    );
    const numbers = followed.map(({ text }) => Number(/\d+/.exec(text)?.[0]));
    expect(numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1)).toBe(true);

    const type = `Deployment/RealtimeLog/${targetTerminalId}`;
    const live = await firstValueFrom(
      terminal.subscribeChannel<string>({ type, channelId: id }).pipe(
        scan((all, chunk) => all + chunk, ''),
        filter((text) => text.split('\n').length > 14),
        timeout(30_000),
      ),
    );
    expect(live).toMatch(/line \d+ ä€\nline \d+ ä€\n/);
  });

  it('is followed to the node-unit that runs it next', async () => {
    const { hostUrl, hostToken } = cluster().local;
    const operator = connectOperator({ hostUrl, hostToken, name: 'follower' });
    onTestFinished(() => operator.dispose());
    const [row] = await cluster().local.sql(`select id from deployment where package_name = 'talking' and enabled`);
    const seen: string[] = [];
    const entries$ = operator.followLogs([String(row?.['id'])], { lines: 1 });
    const following = entries$.subscribe((entry) => {
      if (entry.kind === 'line') seen.push(`${entry.source.nodeUnit}: ${entry.text}`);
    });
    onTestFinished(() => following.unsubscribe());
    await expect.poll(() => seen.length, SLOW).toBeGreaterThan(1);
    const [holder] = (seen[0] ?? '').split(':');
    const other = holder === 'one' ? 'two' : 'one';
    if (!cluster().local.nodeUnits.has(other)) await cluster().join([other]);
    cluster().signal(String(holder), 'SIGKILL');
    await expect.poll(() => seen.find((line) => line.startsWith(other)), SLOW).toBe(`${other}: line 1 ä€`);
  });
});
