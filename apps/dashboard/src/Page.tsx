import { useLayoutEffect, useState } from 'preact/hooks';

import { ConnectedPage } from './ConnectedPage.js';
import { keepSession, readSession, type Session } from './session/Session.js';
import { type Language, storedLanguage, storeLanguage, WordsContext, wordsOf } from './words/language.js';

/** The whole page: its language, and what this tab was given. */
export function Page() {
  const [language, setLanguage] = useState<Language>(storedLanguage);
  const [session, setSession] = useState<Session>(() => readSession(sessionStorage));
  const toggle = (): void => {
    const next = language === 'en' ? 'zh' : 'en';
    storeLanguage(next);
    setLanguage(next);
  };
  const change = (next: Session): void => {
    keepSession(sessionStorage, next);
    setSession(next);
  };
  useLayoutEffect(() => void (document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'), [language]);
  return (
    <WordsContext.Provider value={wordsOf[language]}>
      <ConnectedPage session={session} onSession={change} onLanguage={toggle} />
    </WordsContext.Provider>
  );
}
