import { defineScenario } from '../../Scenario.js';
import type { ScenarioRun } from '../../ScenarioRun.js';
import { DEFAULTS } from '../../Settings.js';
import { begin, finish } from '../../steps/restarts.js';
import { words } from './words.js';

const AWAY_MS = [200, 5_000, 12_000];
/** Longer than it takes until a missing node-unit counts as lost. */
const AWAY_MS_IN_SHORT = [12_000];
/** By then a missing node-unit counts as lost again, so that nothing having moved says something. */
const HOST_SETTLED_MS = 11_000;

export const hostRestart = defineScenario({
  name: 'host-restart',
  words,
  defaults: DEFAULTS,
  run: async (run) => {
    const before = await begin(run);
    for (const awayMs of run.isShort ? AWAY_MS_IN_SHORT : AWAY_MS) {
      await run.cluster.local.restartHost(awayMs);
      run.fact('host_restarted', { awayMs });
      run.fact('host_settled', { uptimeMs: await untilHostIsUpFor(run, HOST_SETTLED_MS) });
      await run.until('all are online', ({ nodeUnits }) => nodeUnits.length === run.settings.nodes);
    }
    return finish(run, before);
  },
});

/** The host does not announce its age, so it is asked. */
async function untilHostIsUpFor(run: ScenarioRun, wantedMs: number): Promise<number> {
  const url = new URL('/healthz', run.cluster.local.hostUrl.replace('ws', 'http'));
  for (;;) {
    const { uptime_ms } = (await (await fetch(url)).json()) as { readonly uptime_ms: number };
    if (uptime_ms >= wantedMs) return uptime_ms;
    await new Promise((resolve) => setTimeout(resolve, wantedMs - uptime_ms));
  }
}
