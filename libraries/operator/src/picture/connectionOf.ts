import type { HostConnection } from '@node-unit/protocol';

import type { OperatorConnection } from './ClusterPicture.js';

export function connectionOf(host: HostConnection): OperatorConnection {
  switch (host.state) {
    case 'connected':
      return { state: 'connected' };
    case 'replaced':
      return { state: 'disconnected', reason: 'another terminal has connected with the same key' };
    case 'disconnected':
      return host.reason === undefined
        ? { state: 'connecting', reason: '' }
        : { state: 'disconnected', reason: host.reason };
  }
}
