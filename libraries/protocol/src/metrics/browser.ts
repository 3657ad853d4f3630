/** A page does not know what it uses. */
export const processMetrics: (() => string) | undefined = undefined;
