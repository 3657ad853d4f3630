import type { Reporter } from '@node-unit/app-runtime';
import {
  allAssigned,
  allRunning,
  type ClusterPicture,
  createWaiter,
  distribution,
  type LocalCluster,
  untilNoProcessOf,
  wantedDeployments,
} from '@node-unit/local-cluster';

/** Kills the first node-unit and waits until the others run what it ran. Throws an Error with a reason if they do not. */
export async function runStory(cluster: LocalCluster, reporter: Reporter, signal: AbortSignal): Promise<void> {
  const waiter = createWaiter(cluster, signal);
  const before = await waiter.until('all deployments run', allRunning);
  reporter.step('running', `all run: ${spread(before)}`, { distribution: byName(before) });

  const victim = before.nodeUnits.find(({ address }) => distribution(before).has(address));
  const program = victim && cluster.nodeUnits.get(victim.name);
  if (!program) throw new Error('no node-unit of this cluster runs a deployment');
  const held = distribution(before).get(victim.address);
  waiter.expectEnd(victim.name);
  const killedAt = performance.now();
  program.signal('SIGKILL');
  reporter.step('killed', `kill -9 ${program.pid}: ${victim.name}, which runs ${held} deployments`);

  const since = (): number => Number(((performance.now() - killedAt) / 1_000).toFixed(3));
  const after = async (event: string, text: string, accepts: (picture: ClusterPicture) => boolean): Promise<void> => {
    const picture = await waiter.until(text, accepts);
    const fields = { seconds_after_kill: since(), distribution: byName(picture) };
    reporter.step(event, `+${fields.seconds_after_kill.toFixed(2)} s  ${text}: ${spread(picture)}`, fields);
  };
  const isGone = ({ nodeUnits }: ClusterPicture): boolean =>
    nodeUnits.every(({ address }) => address !== victim.address);
  const isReleased = (picture: ClusterPicture): boolean => !distribution(picture).has(victim.address);
  await after('lost', `the host has announced that ${victim.name} is gone`, isGone);
  await after('released', 'what it held is released', (picture) => isGone(picture) && isReleased(picture));
  await after('claimed', 'all deployments are claimed again', (picture) => isGone(picture) && allAssigned(picture));
  await after('healed', 'all deployments run again', (picture) => isGone(picture) && allRunning(picture));
  await untilNoProcessOf(victim.address);
  reporter.step('no_orphans', `+${since().toFixed(2)} s  no process of ${victim.name} is left`, {
    seconds_after_kill: since(),
  });
}

function byName(picture: ClusterPicture): Readonly<Record<string, number>> {
  const counts = distribution(picture);
  return Object.fromEntries(picture.nodeUnits.map(({ name, address }) => [name, counts.get(address) ?? 0]));
}

function spread(picture: ClusterPicture): string {
  const unassigned = wantedDeployments(picture).filter(({ address }) => address === '').length;
  const parts = Object.entries(byName(picture))
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([name, count]) => `${name} ${count}`);
  return [...parts, ...(unassigned > 0 ? [`unassigned ${unassigned}`] : [])].join(', ');
}
