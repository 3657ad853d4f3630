import { fileURLToPath } from 'node:url';

/** The top of the repository, whose layout a bundle keeps: files are found there as they are found here. */
export const REPOSITORY: string = fileURLToPath(new URL('../../..', import.meta.url));
