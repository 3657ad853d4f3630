import { type PostgresQueries, PostgresQueryError } from '@node-unit/deployment-postgres';
import { type Response, servesCluster, type ServiceReply, type Terminal, type TerminalInfo } from '@node-unit/protocol';
import {
  catchError,
  defer,
  filter,
  firstValueFrom,
  map,
  type Observable,
  of,
  Subscription,
  switchMap,
  timeout,
} from 'rxjs';

/** How long to wait until a terminal that the host knows is known here. */
const CATCH_UP_MS = 1_000;
const FORBIDDEN: Response = { code: 403, message: 'Forbidden: SQL is for members of the cluster only' };
const SCHEMA = {
  type: 'object',
  required: ['query'],
  properties: { query: { type: 'string', description: 'SQL text to execute' } },
} as const;

interface SqlOptions {
  /** Called for every request of a terminal that is not a member. */
  readonly onRefused: (terminalId: string, method: string) => void;
}

type SqlTerminal = Pick<Terminal, 'offerService' | 'terminalInfos$'>;

/** Lets members run SQL. `SQL` returns all rows at once, `SQL/v2` as frames. Unsubscribing withdraws both. */
export function serveSql(terminal: SqlTerminal, queries: PostgresQueries, { onRefused }: SqlOptions): Subscription {
  const offer = (method: string, answer: (query: string) => Observable<ServiceReply>): Subscription =>
    terminal.offerService({ method, schema: SCHEMA }, ({ req, sourceTerminalId }) =>
      defer(() => isMember(terminal, sourceTerminalId)).pipe(
        switchMap((isAllowed) => {
          if (isAllowed) return answer((req as { query: string }).query);
          onRefused(sourceTerminalId, method);
          return of({ res: FORBIDDEN });
        }),
        catchError((error: unknown) => of({ res: failureOf(error) })),
      ),
    );
  const services = new Subscription();
  services.add(
    offer('SQL', (query) => queries.run(query).pipe(map((data) => ({ res: { code: 0, message: 'OK', data } })))),
  );
  services.add(offer('SQL/v2', (query) => queries.stream(query).pipe(map((data) => ({ frame: { data } })))));
  return services;
}

/** The host itself forwards requests of clients that have presented the token. */
async function isMember({ terminalInfos$ }: SqlTerminal, terminalId: string): Promise<boolean> {
  const requester$ = terminalInfos$.pipe(
    map((terminals) => terminals.find(({ terminal_id }) => terminal_id === terminalId)),
    filter((terminal): terminal is TerminalInfo => terminal !== undefined),
    timeout({ first: CATCH_UP_MS }),
  );
  const requester = await firstValueFrom(requester$).catch(() => undefined);
  return requester !== undefined && (servesCluster(requester) || requester.principal?.class === 'host');
}

/** Uses the wording that Yuan's callers look for. */
function failureOf(error: unknown): Response {
  const code = error instanceof PostgresQueryError ? error.code : 'REFUSED';
  const { message } = error as Error;
  if (code === 'TIMEOUT') return { code: 504, message: `Service Handler Timeout: ${message}` };
  if (code === 'UNAVAILABLE') return { code: 503, message: `Service Unavailable: ${message}` };
  return { code: 500, message: `Internal Server Error: PostgresError: ${message}` };
}
