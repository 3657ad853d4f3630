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

/** How long a terminal may take to be known here once it is known to its host. */
const CATCH_UP_MS = 1_000;
const FORBIDDEN: Response = { code: 403, message: 'Forbidden: SQL is for members of the cluster only' };
const SCHEMA = {
  type: 'object',
  required: ['query'],
  properties: { query: { type: 'string', description: 'SQL text to execute' } },
} as const;

interface SqlOptions {
  /** Called for every request of somebody who is no member. */
  readonly onRefused: (terminalId: string, method: string) => void;
}

type SqlTerminal = Pick<Terminal, 'offerService' | 'terminalInfos$'>;

/** Lets members run SQL. `SQL` answers all rows at once, `SQL/v2` as frames. Unsubscribing withdraws both. */
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

/** The host itself asks for somebody who has shown it the token. */
async function isMember({ terminalInfos$ }: SqlTerminal, terminalId: string): Promise<boolean> {
  const requester$ = terminalInfos$.pipe(
    map((terminals) => terminals.find(({ terminal_id }) => terminal_id === terminalId)),
    filter((terminal): terminal is TerminalInfo => terminal !== undefined),
    timeout({ first: CATCH_UP_MS }),
  );
  const requester = await firstValueFrom(requester$).catch(() => undefined);
  return requester !== undefined && (servesCluster(requester) || requester.principal?.class === 'host');
}

/** In the words that Yuan's callers look for. */
function failureOf(error: unknown): Response {
  const code = error instanceof PostgresQueryError ? error.code : 'REFUSED';
  const { message } = error as Error;
  if (code === 'TIMEOUT') return { code: 504, message: `Service Handler Timeout: ${message}` };
  if (code === 'UNAVAILABLE') return { code: 503, message: `Service Unavailable: ${message}` };
  return { code: 500, message: `Internal Server Error: PostgresError: ${message}` };
}
