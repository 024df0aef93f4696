import type { Language } from '../../proxy-core/host-contract.ts';
import { textsIn, type Texts } from './texts.ts';

/** What the shell speaks: the system's language, until a person chooses another one. */
export class Speech {
  readonly #listeners = new Set<() => void>();
  #language: Language;
  #present: Texts;

  constructor(language: Language) {
    this.#language = language;
    this.#present = textsIn(language);
  }

  get language(): Language {
    return this.#language;
  }

  /** Texts in the language of the moment. */
  readonly texts: Texts = (key, values) => this.#present(key, values);

  choose(language: Language): void {
    if (language === this.#language) return;
    this.#language = language;
    this.#present = textsIn(language);
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after another language was chosen; ends with the returned function. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
