interface Job<T> {
  readonly result: Promise<T>;
  readonly abort: (reason: unknown) => void;
  waiting: number;
}

/**
 * Does a piece of work once for all who ask for the same key at the same time.
 *
 * @remarks
 * Who no longer wants the result aborts the own signal. The work itself is aborted when the last one has left, who then
 * waits until it has really ended.
 */
export class SharedWork<T> {
  private readonly jobs = new Map<string, Job<T>>();

  /** Rejects like the work, or with the signal's reason. */
  public async run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const job = this.jobs.get(key) ?? this.start(key, work);
    job.waiting += 1;
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => void this.leave(key, job, signal.reason).then(() => reject(signal.reason as Error));
    });
    signal.addEventListener('abort', leave);
    try {
      const result = await Promise.race([job.result, left]);
      signal.throwIfAborted();
      return result;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<T>): Job<T> {
    const controller = new AbortController();
    const result = work(controller.signal).finally(() => this.forget(key, job));
    const job: Job<T> = { result, abort: (reason) => controller.abort(reason), waiting: 0 };
    this.jobs.set(key, job);
    return job;
  }

  private async leave(key: string, job: Job<T>, reason: unknown): Promise<void> {
    job.waiting -= 1;
    if (job.waiting > 0) return;
    // Whoever asks from now on does not get the result of work that was given up.
    this.forget(key, job);
    job.abort(reason);
    await job.result.catch(() => undefined);
  }

  private forget(key: string, job: Job<T>): void {
    if (this.jobs.get(key) === job) this.jobs.delete(key);
  }
}
