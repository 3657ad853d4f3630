import { readFile } from 'node:fs/promises';

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

export async function readProcess(pid: number): Promise<ProcessCosts> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
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
