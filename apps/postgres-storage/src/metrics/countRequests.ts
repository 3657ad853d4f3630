import type { Metrics } from '@node-unit/app-runtime';
import type { Response, Terminal } from '@node-unit/protocol';
import { defer, finalize, tap } from 'rxjs';

import type { StorageMetric } from './metrics.js';

/** What services are offered by. */
export type ServingTerminal = Pick<Terminal, 'terminalId' | 'offerService' | 'terminalInfos$' | 'connection$'>;

const REFUSALS: ReadonlySet<Response['code']> = new Set([400, 403, 429]);

/** The same terminal, with the requests to whatever it offers counted. */
export function countRequests(terminal: ServingTerminal, metrics: Metrics<StorageMetric>): ServingTerminal {
  return {
    terminalId: terminal.terminalId,
    terminalInfos$: terminal.terminalInfos$,
    connection$: terminal.connection$,
    offerService: (service, handler) => {
      const { method } = service;
      const count = (outcome: string): void => metrics.count('node_unit_storage_requests_total', { method, outcome });
      return terminal.offerService(service, (request) => {
        const startedMs = performance.now();
        let outcome = 'ended';
        return defer(() => handler(request)).pipe(
          tap({
            next: (reply) => {
              if (!('res' in reply)) return;
              outcome = outcomeOf(reply.res);
              const seconds = (performance.now() - startedMs) / 1_000;
              metrics.observe('node_unit_storage_request_duration_seconds', seconds, { method });
            },
            error: () => (outcome = 'failed'),
          }),
          finalize(() => count(outcome)),
        );
      });
    },
  };
}

function outcomeOf({ code }: Response): string {
  if (code === 0) return 'ok';
  return REFUSALS.has(code) ? 'refused' : 'failed';
}
