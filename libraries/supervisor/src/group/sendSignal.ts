/**
 * Sends a signal to a process, or to a group by its negative number. That it has ended or belongs to another user is
 * no error: whoever waits for the process to end finds out.
 */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
