import { cellOf, type DeploymentPicture } from '@node-unit/operator';

import { useCluster } from '../cluster/ClusterContext.js';
import { linkTo } from '../route.js';
import { useWords } from '../words/language.js';
import { factsOf } from './facts.js';

/** What is wanted of a deployment beside what is. */
export function DesiredBesideActual({ deployment }: { readonly deployment: DeploymentPicture }) {
  const words = useWords();
  const { nowMs } = useCluster();
  const { address } = deployment.deployment;
  return (
    <section class="card">
      <table class="facts">
        <thead>
          <tr>
            <td />
            <th scope="col">{words.deployment.desired}</th>
            <th scope="col">{words.deployment.actual}</th>
          </tr>
        </thead>
        <tbody>
          {factsOf(deployment, words, nowMs).map(({ name, desired, actual }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{cellOf(desired)}</td>
              <td>
                {name === words.deployment.nodeUnit && address !== '' ? (
                  <a href={linkTo({ page: 'nodeUnit', address })}>{cellOf(actual)}</a>
                ) : (
                  cellOf(actual)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
