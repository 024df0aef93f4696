import { createInstance, type i18n as I18n } from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { en } from '#messages/en.ts';
import { messageFormatter, type MessageFormatter, namespaces } from '#messages/format.ts';
import { type Language, languageOf, languages } from '#messages/languages.ts';
import type { Message } from '#messages/message.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'screens';
    readonly resources: { readonly screens: typeof en.screens };
    readonly returnNull: false;
  }
}

/** Sets up the texts; a language that is not there falls back to English. Sets the page's direction. */
export async function prepareTexts(language: string): Promise<void> {
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    resources: languages,
    lng: languageOf([language]),
    fallbackLng: 'en',
    ns: [...namespaces],
    defaultNS: 'screens',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  markPage(i18n);
}

/** Another language for the page that is shown. */
export async function switchLanguage(i18n: I18n, language: Language): Promise<void> {
  await i18n.changeLanguage(language);
  markPage(i18n);
}

/** What makes the text of a message in the language of the page: the same function for the same language. */
export function useFormat(): MessageFormatter {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => remembering(messageFormatter({ t: i18n.getFixedT(language) })), [i18n, language]);
}

/** A list of ten thousand lines is searched at every key: each line is formatted once. */
function remembering(format: MessageFormatter): MessageFormatter {
  const known = new WeakMap<Message, string>();
  return (message) => {
    const before = known.get(message);
    if (before !== undefined) return before;
    const text = format(message);
    known.set(message, text);
    return text;
  };
}

function markPage(i18n: I18n): void {
  document.documentElement.lang = i18n.language;
  document.documentElement.dir = i18n.dir();
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** '435 kB', as one writes it in the language of the page. */
export function octetsIn(octets: number, language: string): string {
  const power = octets < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(octets) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(octets / 1_000 ** power);
}
