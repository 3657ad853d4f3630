/**
 * How a request ended. `code` 0 is success; anything else is a failure that `message` describes.
 *
 * @public
 */
export interface Response<T = unknown> {
  readonly code: number | string;
  readonly message: string;
  readonly data?: T;
}

/**
 * A notice about the progress of a request, without content of its own.
 *
 * @public
 */
export interface ProgressEvent {
  readonly type: string;
  readonly payload?: unknown;
}

/**
 * One message of a session. With `method` and a truthy `req`, and neither `frame` nor `res`, it is the request that
 * begins the session; with `res` or `done` it ends it; with none of `event`, `frame`, `res`, `done` it only says that
 * the other side is alive.
 *
 * @public
 */
export interface Message {
  /** Names the session from its request to its end. */
  readonly trace_id: string;
  /** The order within the session; a request has 0, its replies count up. */
  readonly seq_id: number;
  readonly source_terminal_id: string;
  readonly target_terminal_id: string;
  readonly method: string;
  /** Names one service of the target; without it the target chooses by method and schema. */
  readonly service_id?: string;
  readonly req?: unknown;
  /** One value of a stream. */
  readonly frame?: unknown;
  readonly res?: Response;
  readonly event?: ProgressEvent;
  /** From the server: the session has ended. From the client: it shall end. */
  readonly done?: boolean;
}
