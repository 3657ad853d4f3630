import type { ServiceInfo } from '../wire/TerminalInfo.js';
import type { ServiceHandler } from './ServiceHandler.js';

/** A service of this terminal with what answers it. */
export interface OfferedService {
  readonly info: ServiceInfo;
  readonly handler: ServiceHandler;
}
