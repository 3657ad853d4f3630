import { findViolations, faultsOf, shrinkSchedule } from '../index.js';
import { byCount } from './policies.js';

/** The seeds from one to another, in equal parts. */
export function partsOf(from: number, to: number, size: number): readonly (readonly [from: number, to: number])[] {
  return Array.from({ length: Math.ceil((to - from + 1) / size) }, (_, part) => {
    const first = from + part * size;
    return [first, Math.min(to, first + size - 1)] as const;
  });
}

/** The first seed at which a guarantee does not hold, as small as it can be made; in words, empty if there is none. */
export async function firstViolation(from: number, to: number): Promise<string> {
  for (let seed = from; seed <= to; seed += 1) {
    const failing = await findViolations(byCount, faultsOf(seed));
    if (!failing) continue;
    const { violations, schedule } = await shrinkSchedule(byCount, failing);
    const sentences = violations.map(({ code, sentence }) => `${code}: ${sentence}`);
    return [`seed ${seed}`, ...sentences, JSON.stringify(schedule), `npm run simulate -- --faults --seed ${seed}`].join(
      '\n',
    );
  }
  return '';
}
