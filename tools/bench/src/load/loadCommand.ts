/** A process that does nothing and needs little, so that what starts and ends it is measured. */
export const LOAD_COMMAND = ['sleep', ['1000000']] as [string, string[]];
