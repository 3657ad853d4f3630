import { cellOf, type NodeUnitPicture } from '@node-unit/operator';

import { megabytes, percent } from '../usage/numbers.js';
import type { Words } from '../words/en.js';
import { useWords } from '../words/language.js';

export function NodeUnitFacts({ nodeUnit }: { readonly nodeUnit: NodeUnitPicture }) {
  return (
    <section class="card">
      <table class="facts">
        <tbody>
          {factsOf(nodeUnit, useWords()).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{cellOf(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function factsOf(
  picture: NodeUnitPicture,
  { nodeUnit: words, nodeUnits }: Words,
): readonly (readonly [string, string])[] {
  const { address, drained, deployments, policy, version, nodeUnit } = picture;
  const usage = nodeUnit?.resourceUsage;
  const tags = Object.entries(nodeUnit?.nodeTags ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    [words.address, address],
    [nodeUnits.deployments, String(deployments)],
    [nodeUnits.cpu, percent(usage?.cpuPercent)],
    [nodeUnits.memory, megabytes(usage?.memoryMb)],
    [words.capacity, capacityOf(nodeUnit, words)],
    [words.tags, orDash(tags.join(', '))],
    [nodeUnits.policy, orDash(policy)],
    [nodeUnits.version, orDash(version)],
    [nodeUnits.drained, orDash([drained?.since, drained?.reason].filter(Boolean).join(': '))],
  ];
}

function orDash(text: string): string {
  return text === '' ? '–' : text;
}

function capacityOf(nodeUnit: NodeUnitPicture['nodeUnit'], words: Words['nodeUnit']): string {
  const capacity = nodeUnit?.capacity;
  return capacity ? words.cores(capacity.cpuCores, megabytes(capacity.memoryTotalMb)) : '–';
}
