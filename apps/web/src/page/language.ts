import { chooseLanguage, type Language, writeLanguage } from '../choice.js';
import { createStore, type Store } from '../store.js';

const REMEMBERED = 'doctorpy-langue';

/** The language of the page: in the address, remembered, and told to the browser. */
export type LanguageStore = Store<Language>;

/** Begins with the language that the address, the memory of this browser or its settings name. */
export function createLanguage(): LanguageStore {
  const store = createStore(chooseLanguage(location.search, recall(), navigator.languages));
  return {
    ...store,
    set(language) {
      remember(language);
      history.replaceState(null, '', writeLanguage(location.search, language));
      store.set(language);
    },
  };
}

/** Storage may be refused to a page altogether. */
function recall(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // The address still says it.
  }
}
