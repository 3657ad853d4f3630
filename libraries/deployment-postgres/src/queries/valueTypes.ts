import { types } from 'pg';

/** Type numbers of PostgreSQL whose values are passed on as the database writes them. */
const AS_TEXT: ReadonlySet<number> = new Set([600, 718, 1186]);
/** Arrays of such types, and of numbers that must keep all their digits. */
const AS_TEXT_ARRAYS: ReadonlySet<number> = new Set([1017, 1187, 1231]);
const TEXT_ARRAY = 1009;

const unchanged = (text: string): string => text;

/**
 * How values become what JSON can carry: the driver's own way, but no digit is lost and nothing becomes an object that only
 * the driver knows.
 */
export const valueTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => {
    if (format === 'binary') return types.getTypeParser(oid, 'binary');
    if (AS_TEXT.has(oid)) return unchanged;
    return types.getTypeParser(AS_TEXT_ARRAYS.has(oid) ? TEXT_ARRAY : oid, 'text');
  },
};
