import { createNamespace, type NetworkNamespace, whyNoNamespaces } from '@node-unit/e2e';
import type { Program } from '@node-unit/local-cluster';

/** A way for a node-unit to fail. */
export interface Failure {
  readonly name: string;
  readonly description: string;
  cause(victim: Program): void;
  /** Lets a victim that still exists go on. */
  undo(victim: Program): void;
  /** Whether the victim has ended and has to be started again. */
  readonly isFatal: boolean;
  /** In which the victim runs. */
  readonly namespace?: NetworkNamespace;
  close(): void;
}

const nothing = (): void => undefined;

function bySignal(signal: NodeJS.Signals, description: string): Failure {
  const cause = (victim: Program): void => victim.signal(signal);
  return { name: signal, description, cause, undo: nothing, isFatal: true, close: nothing };
}

/** The failures that this machine can cause. */
export function possibleFailures(): readonly Failure[] {
  return [
    bySignal('SIGKILL', 'killed (SIGKILL)'),
    bySignal('SIGTERM', 'stopped in order (SIGTERM)'),
    {
      ...bySignal('SIGSTOP', 'hung (SIGSTOP)'),
      undo: (victim) => victim.signal('SIGCONT'),
      isFatal: false,
    },
    ...(whyNoNamespaces() === undefined ? [cutOff()] : []),
  ];
}

function cutOff(): Failure {
  const namespace = createNamespace();
  return {
    name: 'cut',
    description: 'cut off (network namespace)',
    cause: () => namespace.cut(),
    undo: () => namespace.restore(),
    isFatal: false,
    namespace,
    close: () => namespace.remove(),
  };
}
