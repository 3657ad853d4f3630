import { messageOf } from '@node-unit/basics';
import type { JsonValue, Message, Terminal } from '@node-unit/protocol';
import { defer, filter, firstValueFrom, map, type Observable, switchMap, tap } from 'rxjs';
import type * as z from 'zod';

import { storeErrorOf, unavailableError } from './failures.js';
import { findStorage } from './findStorage.js';
import { OK } from './services.js';

const TIMEOUT_MS = 15_000;

export type StoreClient = Pick<Terminal, 'request' | 'requestForResponse' | 'terminalInfos$'>;

/** A call of a service of a storage. */
export interface StorageCall<Data> {
  readonly method: string;
  /** A function gets the terminal ID of the storage that is asked. */
  readonly req: JsonValue | ((storageId: string) => JsonValue);
  readonly data: z.ZodType<Data>;
}

/** Calls a storage of the host that is trusted; the terminal is named, so that no schema of another one is evaluated. */
export class StorageCalls {
  readonly #terminal: StoreClient;
  readonly #trustedKeys: readonly string[];

  public constructor(terminal: StoreClient, trustedKeys: readonly string[]) {
    this.#terminal = terminal;
    this.#trustedKeys = trustedKeys;
  }

  /** @throws DeploymentStoreError */
  public async call<Data>({ method, req, data }: StorageCall<Data>): Promise<Data> {
    const response = await this.#send(method, req).catch((cause: unknown) => {
      throw unavailableError(messageOf(cause), cause);
    });
    if (response.code !== OK) throw storeErrorOf(method, response);
    const parsed = data.safeParse(response.data);
    if (parsed.success) return parsed.data;
    throw unavailableError(messageOf(parsed.error), parsed.error);
  }

  /** The frames of a stream, which errors when it is lost or refused. */
  public watch(method: string, req: JsonValue): Observable<unknown> {
    return defer(() => this.#storage()).pipe(
      switchMap((targetTerminalId) => this.#terminal.request({ method, req, targetTerminalId })),
      tap(({ res }) => {
        if (res) throw new Error(`${method} was answered ${res.code}: ${res.message}`);
      }),
      filter((message: Message) => message.frame !== undefined),
      map(({ frame }) => frame),
    );
  }

  /** Whether the storage offers a service; undefined if there is no storage. */
  public async offers(method: string): Promise<boolean | undefined> {
    const terminals = await firstValueFrom(this.#terminal.terminalInfos$);
    const found = findStorage(terminals, this.#trustedKeys, 0);
    if (found.kind === 'missing') return undefined;
    const storage = terminals.find(({ terminal_id }) => terminal_id === found.terminalId);
    return Object.values(storage?.serviceInfo ?? {}).some((service) => service.method === method);
  }

  async #send(method: string, req: StorageCall<unknown>['req']) {
    const targetTerminalId = await this.#storage();
    const asked = typeof req === 'function' ? req(targetTerminalId) : req;
    return this.#terminal.requestForResponse({ method, req: asked, targetTerminalId, timeoutMs: TIMEOUT_MS });
  }

  async #storage(): Promise<string> {
    const found = findStorage(await firstValueFrom(this.#terminal.terminalInfos$), this.#trustedKeys, Math.random());
    if (found.kind === 'found') return found.terminalId;
    throw new Error(found.reason);
  }
}
