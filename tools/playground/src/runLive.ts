import { once } from 'node:events';
import { join } from 'node:path';

import type { Reporter } from '@node-unit/app-runtime';
import { type LocalCluster, watchCluster } from '@node-unit/local-cluster';
import logUpdate from 'log-update';
import { auditTime, combineLatest, map, type Observable, scan, startWith, type Subscription } from 'rxjs';

import { describeRecord } from './describeRecord.js';
import type { PlaygroundOptions } from './readOptions.js';
import { renderPicture, type StartedNodeUnit, type ViewModel } from './renderPicture.js';

const SCREEN_INTERVAL_MS = 100;
const RECENT_LINES = 50;

/** Shows the cluster until it is interrupted: a live view on a terminal, one line per event elsewhere. */
export async function runLive(
  cluster: LocalCluster,
  options: PlaygroundOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const isScreen = process.stdout.isTTY && !options.json;
  const subscription = isScreen ? showScreen(cluster) : printLines(cluster, reporter);
  if (!isScreen) {
    const victims = [...cluster.nodeUnits.values()].map(({ name, pid }) => `${name} is process ${pid}`).join(', ');
    reporter.step('ready', `all run; ${victims}: kill -9 one of them and watch; Ctrl-C stops everything`, {
      host_url: cluster.hostUrl,
      host_token_file: cluster.tokenFile,
    });
  }
  if (!signal.aborted) await once(signal, 'abort');
  subscription.unsubscribe();
  if (isScreen) logUpdate.done();
}

function printLines(cluster: LocalCluster, reporter: Reporter): Subscription {
  for (const { name, exited } of cluster.nodeUnits.values()) {
    void exited.then((exit) => reporter.step('ended', `${name} exited (${exit.signal ?? exit.exitCode})`));
  }
  return cluster.records$.subscribe((entry) => {
    const line = describeRecord(entry);
    if (line !== undefined)
      reporter.step(entry.record.event, line, { node_unit: entry.nodeUnit, record: entry.record });
  });
}

function showScreen(cluster: LocalCluster): Subscription {
  const programs = [...cluster.nodeUnits.values()].map(({ name, pid }) => ({ name, pid }));
  return watchModel(cluster, programs)
    .pipe(auditTime(SCREEN_INTERVAL_MS))
    .subscribe((model) => {
      // log-update 7 leaves remains of the previous frame when a frame has more lines; it draws a cleared frame in full.
      logUpdate.clear();
      logUpdate(renderPicture(model));
    });
}

interface Seen {
  readonly recent: readonly string[];
  readonly claims: ReadonlyMap<string, number>;
}

function watchModel(
  cluster: LocalCluster,
  programs: readonly { readonly name: string; readonly pid: number }[],
): Observable<ViewModel> {
  const nothing: Seen = { recent: [], claims: new Map() };
  const seen$ = cluster.records$.pipe(
    scan(({ recent, claims }, entry): Seen => {
      const line = describeRecord(entry);
      const isClaim = entry.record.event === 'DeploymentClaimed';
      return {
        recent:
          line === undefined ? recent : [...recent, `${entry.record.time.slice(11, 23)} ${line}`].slice(-RECENT_LINES),
        claims: isClaim ? new Map([...claims, [entry.nodeUnit, (claims.get(entry.nodeUnit) ?? 0) + 1]]) : claims,
      };
    }, nothing),
    startWith(nothing),
  );
  return combineLatest([watchCluster(cluster), seen$]).pipe(
    map(([picture, { recent, claims }]) => ({
      picture,
      recent,
      hostUrl: cluster.hostUrl,
      tokenFile: cluster.tokenFile,
      logFolder: join(cluster.folder, 'workspace', 'logs'),
      started: programs.map(({ name, pid }): StartedNodeUnit => ({
        name,
        pid,
        address: cluster.addressOf(name),
        claims: claims.get(name) ?? 0,
      })),
      height: process.stdout.rows,
      width: process.stdout.columns,
    })),
  );
}
