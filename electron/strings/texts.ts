import { createInstance } from 'i18next';
import { de } from './de.ts';
import { en } from './en.ts';

export type Language = 'en' | 'de';

type WithoutNumber<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
/** A text's name; of those that count things, without the ending for the number. */
export type TextKey = WithoutNumber<keyof typeof en>;

/** A text in the person's language. `count` picks the form where a text counts. */
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The shell's texts in one language. */
export function textsIn(language: Language): Texts {
  const catalogue = createInstance();
  // with everything at hand it is ready when the call returns
  void catalogue.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, de: { translation: de } },
    keySeparator: false,
    nsSeparator: false,
    // these are menu lines and notices, not HTML
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return (key, values = {}) => catalogue.t(key, values);
}

/** The first of the person's languages (BCP 47 tags, most wanted first) that there are texts in. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'de' || language === 'en') return language;
  }
  return 'en';
}
