import type { Logger } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import type { OnlineNodeUnit } from '@node-unit/deployment';
import type { PostgresOperations } from '@node-unit/deployment-postgres';
import { type Membership, watchMembership } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import { concatMap, defer, distinctUntilChanged, filter, map, type Observable, retry, timer } from 'rxjs';

const RETRY_MS = 5_000;

interface RecordingOptions {
  readonly terminal: Pick<Terminal, 'connection$' | 'terminalInfos$'>;
  readonly operations: Pick<PostgresOperations, 'recordNodeUnits'>;
  readonly logger: Logger;
}

/**
 * While subscribed, records which node-units are online, whenever that changes and as far as it is certain: one that is listed
 * is online, and one that is missing may have to join again after a restart of the host.
 */
export function recordNodeUnits({ terminal, operations, logger }: RecordingOptions): Observable<void> {
  return watchMembership(terminal).pipe(
    filter(({ state }) => state !== 'disconnected'),
    map((membership) => ({ online: onlineNodeUnits(membership), isAll: membership.state === 'settled' })),
    distinctUntilChanged((before, after) => JSON.stringify(before) === JSON.stringify(after)),
    concatMap((seen) =>
      defer(() => operations.recordNodeUnits(seen)).pipe(
        retry({
          delay: (error) => {
            logger.warn({ reason: messageOf(error) }, 'NodeUnitsNotRecorded');
            return timer(RETRY_MS);
          },
        }),
      ),
    ),
  );
}

function onlineNodeUnits({ nodeUnits }: Membership): readonly OnlineNodeUnit[] {
  return nodeUnits
    .map(({ address, name, tags }) => ({ address, name, version: tags['node_unit_version'] ?? '' }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}
