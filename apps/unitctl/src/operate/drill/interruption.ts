/** An interruption by Ctrl-C, or by a service manager. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Signals have their usual effect again. */
  end(): void;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Whoever presses Ctrl-C again hears that it takes a moment: nothing is to be left behind. */
export function interruption(onSignal: (isFirst: boolean) => void): Interruption {
  const controller = new AbortController();
  const listen = (): void => {
    const isFirst = !controller.signal.aborted;
    controller.abort(new Error('interrupted'));
    onSignal(isFirst);
  };
  for (const name of SIGNALS) process.on(name, listen);
  return {
    signal: controller.signal,
    end: () => SIGNALS.forEach((name) => process.off(name, listen)),
  };
}
