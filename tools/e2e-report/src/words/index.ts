import type { Language, Words } from '../Words.js';
import { chinese } from './chinese.js';
import { english } from './english.js';

/** The words of every language that reports are rendered in. */
export const wordsOf: Readonly<Record<Language, Words>> = { zh: chinese, en: english };
