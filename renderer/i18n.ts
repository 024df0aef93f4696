import { createInstance } from 'i18next';
import { useSyncExternalStore } from 'react';
import type { en } from '#messages/en.ts';
import { messageFormatter, namespaces } from '#messages/format.ts';
import { type Language, languageOf, languages } from '#messages/languages.ts';
import type { Message } from '#messages/message.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'screens';
    readonly resources: { readonly screens: typeof en.screens };
    readonly returnNull: false;
  }
}

const i18n = createInstance();

/** A text of the screens in the language of the page. All is drawn anew when that changes: `useDirection`. */
export const { t } = i18n;

/** Sets up the texts; a language that is not there falls back to English. Sets the page's direction. */
export async function prepareTexts(wanted: string): Promise<void> {
  await i18n.init({
    resources: languages,
    lng: languageOf([wanted]),
    fallbackLng: 'en',
    ns: [...namespaces],
    defaultNS: 'screens',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  markPage();
}

/** Another language for the page that is shown. */
export async function switchLanguage(wanted: Language): Promise<void> {
  await i18n.changeLanguage(wanted);
  markPage();
}

/** The language of the page. */
export function language(): string {
  return i18n.language;
}

/** The direction of the page; whoever asks is drawn again, with all below it, when the language changes. */
export function useDirection(): 'ltr' | 'rtl' {
  useSyncExternalStore(subscribe, language);
  return i18n.dir();
}

function subscribe(listener: () => void): () => void {
  i18n.on('languageChanged', listener);
  return () => i18n.off('languageChanged', listener);
}

const formatAnew = messageFormatter(i18n);
let formatted = new WeakMap<Message, string>();
let formattedIn = '';

/** The text of a message in the language of the page. Kept, as the search of the activity asks for that of every line at each keystroke. */
export function format(message: Message): string {
  if (formattedIn !== language()) {
    formatted = new WeakMap();
    formattedIn = language();
  }
  const text = formatted.get(message) ?? formatAnew(message);
  formatted.set(message, text);
  return text;
}

function markPage(): void {
  document.documentElement.lang = language();
  document.documentElement.dir = i18n.dir();
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** '435 kB', as one writes it in the language of the page. */
export function octetsIn(octets: number): string {
  const power = octets < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(octets) / 3));
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: units[power] ?? 'byte',
    // the short form of English has no plural: '153 byte'
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(octets / 1_000 ** power);
}
