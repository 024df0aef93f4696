import { useTranslation } from 'react-i18next';
import { CoreTexts } from '../../proxy-core/language/core-texts.ts';

const inEnglish = (text: string): string => text;
let inGerman: ((text: string) => string) | undefined;

/** Fetches the catalogue of a language, where there is one; the core's own language is English. */
export async function prepareCoreText(language: string): Promise<void> {
  if (language !== 'de' || inGerman !== undefined) return;
  const { german } = await import('../../proxy-core/language/german.ts');
  const texts = new CoreTexts(german);
  inGerman = (text) => texts.translate(text);
}

/** What turns texts of the core into a language that was prepared: the same function for the same language. */
export function coreTextIn(language: string): (text: string) => string {
  return language === 'de' ? (inGerman ?? inEnglish) : inEnglish;
}

/** What turns texts of the core – problems, steps of a check, activity – into the language of the page. */
export function useCoreText(): (text: string) => string {
  const { i18n } = useTranslation();
  return coreTextIn(i18n.language);
}
