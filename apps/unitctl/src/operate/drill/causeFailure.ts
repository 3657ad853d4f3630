import type { CuttableProxy } from './CuttableProxy.js';
import type { DrillKind } from './DrillKind.js';
import type { DrillNodeUnit } from './DrillNodeUnit.js';

/** A failure that can be caused, and undone unless it is a death. */
export interface Failure {
  cause(): void;
  readonly undo: (() => void) | undefined;
}

/** The failure of a kind. */
export function failureOf(kind: DrillKind, nodeUnit: DrillNodeUnit, proxy: CuttableProxy | undefined): Failure {
  switch (kind) {
    case 'failover':
      return { cause: () => nodeUnit.signal('SIGKILL'), undo: undefined };
    case 'hang':
      return { cause: () => nodeUnit.signal('SIGSTOP'), undo: () => nodeUnit.signal('SIGCONT') };
    case 'partition':
      return { cause: () => proxy?.cut(), undo: () => proxy?.heal() };
  }
}
