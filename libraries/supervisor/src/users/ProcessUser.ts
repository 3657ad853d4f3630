/**
 * The user that processes run as, when it is not the agent's own.
 *
 * @beta
 */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
  /**
   * Nobody but the run that it is given to has processes of this user: whatever runs as it when the run ends is
   * killed. Must be false for a user of the machine.
   */
  readonly isDedicated: boolean;
}
