import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languageSchema, type Language } from '../../proxy-core/host-contract.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { prepareCoreText } from './use-core-text.ts';

/** Loads the strings; a language that is not there falls back to English. Sets the page's direction. */
export async function prepareStrings(language: string): Promise<void> {
  const wanted = language.split('-')[0] ?? 'en';
  await prepareCoreText(wanted);
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    resources: { en: { translation: en }, de: { translation: de } },
    lng: wanted,
    fallbackLng: 'en',
    supportedLngs: languageSchema.options,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  markPage(i18n);
}

/** Another language for the page that is shown. */
export async function switchLanguage(i18n: I18n, language: Language): Promise<void> {
  // a file that does not come leaves what the core says in English, and the rest in the language that was chosen
  await prepareCoreText(language).catch(() => undefined);
  await i18n.changeLanguage(language);
  markPage(i18n);
}

function markPage(i18n: I18n): void {
  document.documentElement.lang = i18n.language;
  document.documentElement.dir = i18n.dir();
}
