import type { DeploymentPicture, LogRequest } from '@node-unit/operator';
import { logSourcesOf } from '@node-unit/operator';
import { useEffect, useState } from 'preact/hooks';
import { bufferTime, filter, scan } from 'rxjs';

import { useCluster } from '../cluster/ClusterContext.js';
import { type LogLines, NO_LINES, withEntries } from './LogLines.js';

/** Lines that come within this time are shown together. */
const TOGETHER_MS = 100;
const FIRST_LINES = 1_000;

/** Which output is wanted. */
export interface LogChoice {
  readonly run: NonNullable<LogRequest['run']>;
  readonly stream: LogRequest['stream'];
}

/** The output of a deployment as it comes; it starts anew when somebody else holds it. */
export function useLogs(deployment: DeploymentPicture, { run, stream }: LogChoice): LogLines {
  const { operator, picture } = useCluster();
  const [lines, setLines] = useState<LogLines>(NO_LINES);
  const sources = logSourcesOf(picture, deployment);
  const places = sources.map(({ address }) => address).join(' ');
  const isConnected = picture.connection.state === 'connected';
  useEffect(() => {
    setLines(NO_LINES);
    if (sources.length === 0 || !isConnected) return undefined;
    const follow = run !== 'previous';
    const subscription = operator
      .logs({ sources, follow, lines: FIRST_LINES, run, ...(stream && { stream }) })
      .pipe(
        bufferTime(TOGETHER_MS),
        filter((entries) => entries.length > 0),
        scan(withEntries, NO_LINES),
      )
      .subscribe(setLines);
    return () => subscription.unsubscribe();
  }, [operator, deployment.id, places, isConnected, run, stream]);
  return lines;
}
