import { readProcFile } from '@node-unit/resource-usage';

/** Of a process that runs, on Linux. */
export interface ProcessCosts {
  /** The largest resident set so far. */
  readonly peakRssMb: number;
  /** The resident set now. */
  readonly rssMb: number;
  readonly cpuMs: number;
}

/** The kernel counts CPU time for readers in hundredths of a second. */
const MS_PER_TICK = 10;

/** @throws Error if there is no such process, or no `/proc` */
export function readProcess(pid: number): ProcessCosts {
  const [status, stat] = [readProcFile(pid, 'status'), readProcFile(pid, 'stat')];
  if (status === '' || stat === '') throw new Error(`process ${pid} cannot be measured: it needs Linux, and must run`);
  const megabytesOf = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1_024;
  // The name in parentheses may contain anything; utime and stime are the 12th and 13th after it.
  const [userTicks, systemTicks] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return {
    peakRssMb: megabytesOf('VmHWM'),
    rssMb: megabytesOf('VmRSS'),
    cpuMs: (Number(userTicks) + Number(systemTicks)) * MS_PER_TICK,
  };
}
