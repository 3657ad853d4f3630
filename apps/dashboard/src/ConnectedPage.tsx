import { type ClusterPicture, connectOperator, type Operator } from '@node-unit/operator';
import { useEffect, useMemo } from 'preact/hooks';

import { ActionsContext, useActions } from './actions/useActions.js';
import { ActionReports } from './actions/ActionReports.js';
import { asksForToken } from './cluster/asksForToken.js';
import { ClusterContext } from './cluster/ClusterContext.js';
import { ConnectionNotice } from './cluster/ConnectionNotice.js';
import { hostUrlOf } from './cluster/hostUrlOf.js';
import { useClock } from './cluster/useClock.js';
import { useObservable } from './cluster/useObservable.js';
import { useUsageHistory } from './cluster/useUsageHistory.js';
import { Header } from './Header.js';
import { Routes } from './Routes.js';
import type { Session } from './session/Session.js';
import { TokenForm } from './session/TokenForm.js';

interface Props {
  readonly session: Session;
  readonly onSession: (session: Session) => void;
  readonly onLanguage: () => void;
}

/** The page on its connection to the host. */
export function ConnectedPage({ session, onSession, onLanguage }: Props) {
  const operator = useOperator(session);
  const { value: picture, isOfThis } = useObservable(operator.cluster$);
  const history = useUsageHistory(picture);
  const nowMs = useClock();
  const actions = useActions(operator);
  // Not before the host has answered: a form that is made anew in between would lose what is typed.
  const isRefused = isOfThis && isRefusedIn(picture);
  const mayChange = session.operatorKey !== undefined;
  return (
    <>
      <Header {...{ session, onSession, onLanguage }} connection={picture?.connection} tables={picture?.tables} />
      <main id="content" tabIndex={-1}>
        {isRefused ? (
          <TokenForm
            isWrong={session.hostToken !== undefined}
            onToken={(hostToken) => onSession({ ...session, hostToken })}
          />
        ) : (
          picture && <ConnectionNotice picture={picture} />
        )}
        {picture && hasContent(picture) && (
          <ClusterContext.Provider value={{ operator, picture, history, mayChange, nowMs }}>
            <ActionsContext.Provider value={actions}>
              <Routes />
            </ActionsContext.Provider>
          </ClusterContext.Provider>
        )}
      </main>
      <ActionReports actions={actions} />
    </>
  );
}

/** A connection for the secrets of the session; another one if they change. */
function useOperator({ hostToken, operatorKey }: Session): Operator {
  const operator = useMemo(
    () => connectOperator({ hostUrl: hostUrlOf(location), hostToken, operatorKey, name: '@node-unit/dashboard' }),
    [hostToken, operatorKey],
  );
  useEffect(() => () => void operator.dispose(), [operator]);
  return operator;
}

function isRefusedIn(picture: ClusterPicture | undefined): boolean {
  return picture !== undefined && asksForToken(picture.connection);
}

function hasContent({ tables, nodeUnits, deployments }: ClusterPicture): boolean {
  return tables.state !== 'loading' || nodeUnits.length > 0 || deployments.length > 0;
}
