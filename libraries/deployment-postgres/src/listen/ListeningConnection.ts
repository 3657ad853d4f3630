import { Client, type Pool } from 'pg';
import { Observable } from 'rxjs';

import { connectionSettings } from '../connectionSettings.js';
import { withLockHolders } from '../lockHolders.js';
import { openPool } from '../openPool.js';
import type { NotificationChannel, Query } from './FollowOptions.js';

/** Each follower reads one thing at a time: none waits for a connection behind one that is slow. */
const MOST_READS = 8;

type Hear = (payload: string | undefined) => void;

/**
 * One connection that listens, for any number of followers, and others that read: a notification arrives when its
 * connection is idle, so a slow read on it would hold up everybody.
 */
export class ListeningConnection {
  public readonly query: Query;
  readonly #client: Client;
  readonly #onBroken: (error: unknown) => void;
  #asked: Promise<unknown> = Promise.resolve();
  readonly #followers = new Map<string, Set<Hear>>();

  /** @param onBroken - Called when the client does not answer: it is of no use to anybody then. */
  public constructor(client: Client, reading: Pool, onBroken: (error: unknown) => void) {
    this.#client = client;
    this.#onBroken = onBroken;
    this.query = queryOf(reading);
    client.on('notification', ({ channel, payload }) => {
      for (const hear of this.#followers.get(channel) ?? []) hear(payload);
    });
  }

  /** Resolves when nothing is missed any more that the next read does not see. */
  public async listen(channel: NotificationChannel, hear: Hear): Promise<void> {
    const followers = this.#followers.get(channel) ?? new Set<Hear>();
    this.#followers.set(channel, followers.add(hear));
    await this.#ask(`listen ${channel}`);
  }

  public unlisten(channel: NotificationChannel, hear: Hear): void {
    const followers = this.#followers.get(channel);
    followers?.delete(hear);
    if (followers?.size !== 0) return;
    this.#followers.delete(channel);
    // The last follower is followed by the end of the connection.
    if (this.#followers.size > 0) this.#ask(`unlisten ${channel}`).catch(() => undefined);
  }

  /** Resolves when all notifications have arrived that were sent before. */
  public async settle(): Promise<void> {
    await this.#ask('select');
  }

  /** One after the other. */
  async #ask(text: string): Promise<void> {
    const asked = this.#asked.then(() => this.#client.query(text));
    this.#asked = asked.catch(this.#onBroken);
    await asked;
  }
}

/** Opens the connections when it is subscribed to, and closes them when it is unsubscribed from. Errors when they are lost. */
export function openListeningConnection(uri: string): Observable<ListeningConnection> {
  return new Observable((subscriber) => {
    const client = new Client(connectionSettings(uri, 'listen'));
    // One stays open: what has changed is read at once.
    const reading = openPool(uri, 'read', { min: 1, max: MOST_READS });
    const fail = (error: unknown): void => subscriber.error(error);
    client.on('error', fail);
    client.on('end', () => fail(new Error('it closed the connection')));
    client.connect().then(() => subscriber.next(new ListeningConnection(client, reading, fail)), fail);
    return () => {
      // The connections may already be closed.
      client.end().catch(() => undefined);
      reading.end().catch(() => undefined);
    };
  });
}

function queryOf(reading: Pool): Query {
  return async <Row>({ text, values }: Parameters<Query>[0]): Promise<readonly Row[]> => {
    try {
      return (await reading.query<Row & Record<string, unknown>>(text, values)).rows;
    } catch (error) {
      throw await withLockHolders(error, reading);
    }
  };
}
