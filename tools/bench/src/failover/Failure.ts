import { createNamespace, type NetworkNamespace, type Program, whyNoNamespaces } from '@node-unit/local-cluster';

import type { Text } from '../Figure.js';

/** A way for a node-unit to fail, on this machine. */
export interface PossibleFailure {
  readonly name: string;
  open(): Failure;
}

/** A way to fail that is prepared, until it is closed. */
export interface Failure {
  readonly description: Text;
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

function bySignal(signal: NodeJS.Signals, description: Text): Failure {
  return { description, cause: (victim) => victim.signal(signal), undo: nothing, isFatal: true, close: nothing };
}

/** The failures that this machine can cause. */
export function possibleFailures(): readonly PossibleFailure[] {
  const killed = { en: 'killed (SIGKILL)', zh: '被强制终止（SIGKILL）' };
  const stopped = { en: 'stopped in order (SIGTERM)', zh: '有序停止（SIGTERM）' };
  return [
    { name: 'SIGKILL', open: () => bySignal('SIGKILL', killed) },
    { name: 'SIGTERM', open: () => bySignal('SIGTERM', stopped) },
    { name: 'SIGSTOP', open: hung },
    ...(whyNoNamespaces() === undefined ? [{ name: 'cut', open: cutOff }] : []),
  ];
}

function hung(): Failure {
  return {
    ...bySignal('SIGSTOP', { en: 'hung (SIGSTOP)', zh: '挂起（SIGSTOP）' }),
    undo: (victim) => victim.signal('SIGCONT'),
    isFatal: false,
  };
}

function cutOff(): Failure {
  const namespace = createNamespace();
  return {
    description: { en: 'cut off (network namespace)', zh: '被切断网络（网络命名空间）' },
    cause: () => namespace.cut(),
    undo: () => namespace.restore(),
    isFatal: false,
    namespace,
    close: () => namespace.remove(),
  };
}
