import type { Figure, Text } from '../Figure.js';
import { LoadedAgent } from '../load/LoadedAgent.js';
import { runBareParent, type StartAndStop } from '../load/runBareParent.js';
import { distributionOf, type Sample } from '../measure.js';
import type { Subject } from '../Subject.js';

/** What one node-unit needs to start and to stop many deployments. */
export function stop({ deployments = 200, repetitions = 3 } = {}): Subject {
  return {
    name: 'stop',
    description: 'deployments of one node-unit are started and stopped, beside a parent that only starts and ends them',
    measure: (signal) => figures(deployments, repetitions, signal),
  };
}

async function* figures(deployments: number, repetitions: number, signal: AbortSignal): AsyncGenerator<Figure> {
  const agent = await LoadedAgent.start(signal);
  try {
    const [own, bare]: [StartAndStop[], StartAndStop[]] = [[], []];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      bare.push(await runBareParent(deployments));
      own.push({ started: await agent.startAll(deployments), stopped: await agent.stopAll() });
    }
    const figure = (what: Text, of: (costs: StartAndStop) => Sample): Figure => {
      const [measured, baseline] = [distributionOf(own.map(of)), distributionOf(bare.map(of))];
      return {
        subject: 'stop',
        what,
        measured,
        baseline: { ...baseline, what: BARE },
        ratio: baseline.cpuMedian / measured.cpuMedian,
        ratioOf: 'cpu',
      };
    };
    yield figure(startedText(deployments), ({ started }) => started);
    const stopped = figure(stoppedText(deployments), (costs) => costs.stopped);
    const cpu = { what: CPU, value: stopped.measured.cpuMedian, unit: 'ms', goal: 300 };
    yield { ...stopped, further: [cpu] };
  } finally {
    await agent.stop();
  }
}

const BARE: Text = {
  en: 'a parent that does nothing else with as many processes',
  zh: '只启动并终止同样多进程的父进程',
};
const CPU: Text = { en: 'CPU of the node-unit, median', zh: 'node-unit 的 CPU 时间，中位数' };

function startedText(count: number): Text {
  return {
    en: `${count} deployments are started; CPU: the node-unit's`,
    zh: `启动 ${count} 个 deployment；CPU 为 node-unit 的`,
  };
}

function stoppedText(count: number): Text {
  return {
    en: `${count} deployments are stopped; CPU: the node-unit's`,
    zh: `停止 ${count} 个 deployment；CPU 为 node-unit 的`,
  };
}
