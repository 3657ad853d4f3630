import { type Client, Query, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';

/**
 * Runs a query and gives every row to `onRow`, with the result that it belongs to; nothing is collected here. An error of
 * `onRow` ends it: the remaining rows are ignored, and the connection must be closed.
 *
 * @returns the results of the statements, without rows
 */
export function readRows(
  client: Client,
  config: string | QueryConfig,
  onRow: (row: QueryResultRow, result: unknown) => void,
): Promise<readonly QueryResult[]> {
  const query = new Query(config);
  return new Promise((resolve, reject) => {
    let hasFailed = false;
    query.on('row', (row: QueryResultRow, result) => {
      if (hasFailed) return;
      try {
        onRow(row, result);
      } catch (error) {
        hasFailed = true;
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    // Several statements have several results, which the types of the driver do not tell.
    query.on('end', (results: QueryResult | QueryResult[]) => resolve([results].flat()));
    query.on('error', reject);
    client.query(query);
  });
}
