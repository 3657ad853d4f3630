/**
 * The size from which messages are compressed, in bytes: compression of what is smaller costs more than it saves on the
 * networks of a cluster.
 *
 * @public
 */
export const COMPRESSED_FROM_BYTES: number = 16 * 1_024;
