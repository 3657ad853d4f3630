/**
 * What a deployment does now. `restarts` counts the starts of its process after the first one.
 *
 * @beta
 */
export type RunState =
  | { readonly state: 'installing'; readonly restarts: number }
  | { readonly state: 'running'; readonly pid: number; readonly startedAtMs: number; readonly restarts: number }
  /** Neither installed nor started now because it failed; `reason` is for a person. */
  | {
      readonly state: 'backing_off';
      readonly reason: string;
      readonly retryAtMs: number;
      readonly restarts: number;
    }
  /** Told to end, not gone yet. */
  | { readonly state: 'stopping'; readonly restarts: number };
