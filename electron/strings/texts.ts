import { createInstance } from 'i18next';
import { CoreTexts } from '../../proxy-core/language/core-texts.ts';
import { german } from '../../proxy-core/language/german.ts';
import { languageSchema, type Language } from '../../proxy-core/host-contract.ts';
import { de } from './de.ts';
import { en } from './en.ts';

type WithoutNumber<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
/** A text's name; of those that count things, without the ending for the number. */
export type TextKey = WithoutNumber<keyof typeof en>;

/** A text in the person's language. `count` picks the form where a text counts. */
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** Values that hold sentences of the core, which speaks English. */
const fromCore: ReadonlySet<string> = new Set(['message', 'fix']);

/** The shell's texts in one language, and in them the core's. */
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
  if (language === 'en') return (key, values = {}) => catalogue.t(key, values);
  const core = new CoreTexts(german);
  return (key, values = {}) =>
    catalogue.t(
      key,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          fromCore.has(name) && typeof value === 'string' ? core.translate(value) : value,
        ]),
      ),
    );
}

/** The first of the person's languages (BCP 47 tags, most wanted first) that there are texts in. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = languageSchema.safeParse(tag.toLowerCase().split('-')[0]);
    if (language.success) return language.data;
  }
  return 'en';
}
