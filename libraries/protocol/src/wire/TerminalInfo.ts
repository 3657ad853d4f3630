import type { JsonSchema } from './JsonValue.js';
import type { StatedPrincipal } from './StatedPrincipal.js';

/**
 * A service that a terminal announces.
 *
 * @public
 */
export interface ServiceInfo {
  /** New for every registration, so it changes with every start of the process. */
  readonly service_id: string;
  readonly method: string;
  /** The requests that it accepts. */
  readonly schema: JsonSchema;
}

/**
 * The announcement of a terminal to the others, through the host.
 *
 * @public
 */
export interface TerminalInfo {
  readonly terminal_id: string;
  readonly name?: string;
  /** By `service_id`. */
  readonly serviceInfo?: Readonly<Record<string, ServiceInfo>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Start of the process, in ms since the epoch of its own clock. */
  readonly created_at?: number;
  /** Its last announcement, in ms since the epoch of its own clock. */
  readonly updated_at?: number;
  readonly enable_WebRTC?: boolean;
  /** Stated by the host, never by the terminal. Missing: nobody has stated it. */
  readonly principal?: StatedPrincipal;
}
