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

/** Sets up the texts in the first of the wanted languages that is there, else in English. Sets the page's direction. */
export async function prepareTexts(wanted: readonly string[]): Promise<void> {
  await i18n.init({
    resources: languages,
    lng: languageOf(wanted),
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

/** The same with the person's country, where the browser knows it: for dates, times and numbers. */
export function locale(): string {
  return navigator.languages.find((tag) => tag.split('-', 1)[0] === language()) ?? language();
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

/**
 * The text of a message in the language of the page. Kept, as the search of the activity asks for that of every line at
 * each keystroke.
 */
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
