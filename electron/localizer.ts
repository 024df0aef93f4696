import { Emitter } from '#contract/emitter.ts';
import type { Message, CodeOf } from '#messages/message.ts';
import { createTexts, messageFormatter } from '#messages/format.ts';
import { languages, type Language } from '#messages/languages.ts';
import type { en } from '#messages/en.ts';

/** A text's name in the catalogue's part `tray`; of those that count things, without the ending for the number. */
type TextKey = CodeOf<typeof en.tray>;

/** A text in the person's language. `count` picks the form where a text counts. */
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number | Message>>) => string;

export function textsIn(language: Language): Texts {
  const i18n = createTexts(language, languages[language]);
  const format = messageFormatter(i18n);
  return (key, values = {}) =>
    i18n.t(key, {
      ns: 'tray',
      ...Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'object' ? format(value) : value,
        ]),
      ),
    });
}

/** What the shell speaks: the system's language, until a person chooses another one. */
export class Localizer {
  readonly #changes = new Emitter();
  /** Calls back after another language was chosen; ends with the returned function. */
  readonly onChange = this.#changes.on;
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
    this.#changes.emit();
  }
}
