import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import { en, type Words } from './en.js';
import { zh } from './zh.js';

/** The languages of the page. */
export type Language = 'en' | 'zh';

const STORED = 'node-unit.language';

export const wordsOf: Readonly<Record<Language, Words>> = { en, zh };

/** What was chosen before, or what the browser prefers. Pure. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (stored === 'en' || stored === 'zh') return stored;
  const first = preferred.map((tag) => tag.toLowerCase().slice(0, 2)).find((tag) => tag === 'en' || tag === 'zh');
  return first === 'zh' ? 'zh' : 'en';
}

export function storedLanguage(): Language {
  return chooseLanguage(localStorage.getItem(STORED), navigator.languages);
}

export function storeLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}

export const WordsContext = createContext<Words>(en);

export function useWords(): Words {
  return useContext(WordsContext);
}
