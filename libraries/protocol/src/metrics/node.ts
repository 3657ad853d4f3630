import { formatMetrics, type Metric } from './formatMetrics.js';

const MICROSECONDS = 1_000_000;

/** What this process uses, as Prometheus reads it, under the names that its client for Node.js has for it. */
export const processMetrics: (() => string) | undefined = () => formatMetrics(measure());

function measure(): readonly Metric[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  const { performance } = globalThis;
  return [
    {
      name: 'process_cpu_user_seconds_total',
      type: 'counter',
      help: 'CPU time spent by programs.',
      value: user / MICROSECONDS,
    },
    {
      name: 'process_cpu_system_seconds_total',
      type: 'counter',
      help: 'CPU time spent by the system.',
      value: system / MICROSECONDS,
    },
    {
      name: 'process_start_time_seconds',
      type: 'gauge',
      help: 'Start, in seconds since 1970.',
      value: performance.timeOrigin / 1_000,
    },
    { name: 'process_resident_memory_bytes', type: 'gauge', help: 'Resident memory.', value: rss },
    { name: 'nodejs_heap_size_total_bytes', type: 'gauge', help: 'Heap, in use or not.', value: heapTotal },
    { name: 'nodejs_heap_size_used_bytes', type: 'gauge', help: 'Heap in use.', value: heapUsed },
    { name: 'nodejs_external_memory_bytes', type: 'gauge', help: 'Memory outside of the heap.', value: external },
  ];
}
