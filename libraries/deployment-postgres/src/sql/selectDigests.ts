import type { QueryConfig } from 'pg';

/**
 * Differs between any two versions of a row, whoever wrote them and whichever triggers ran: every write to a row gives it
 * another `xmin`. An index on it would not pay.
 */
export const ROW_DIGEST = 'hashtext(id::text || xmin::text)';

const BUCKET = 'get_byte(uuid_send(id), 0)';

export function selectBucketDigests(): QueryConfig {
  return {
    text: `select ${BUCKET} as bucket, count(*)::int as rows, sum(${ROW_DIGEST}) as sum from deployment group by 1`,
  };
}

export function selectRowDigests(buckets: readonly number[]): QueryConfig {
  return {
    text: `select id::text, ${ROW_DIGEST} as digest from deployment where ${BUCKET} = any($1::int[])`,
    values: [buckets],
  };
}
