import { z } from 'zod';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Texts } from './message.ts';

/** Every language that there are texts in: another one is its file and a line here. */
export const languages = { en, de } as const satisfies Readonly<Record<string, Texts>>;

export type Language = keyof typeof languages;
export const languageSchema = z.custom<Language>(
  (name) => typeof name === 'string' && Object.hasOwn(languages, name),
);

/** The first of a person's languages (BCP 47 tags, most wanted first) that there are texts in. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = languageSchema.safeParse(tag.toLowerCase().split('-')[0]);
    if (language.success) return language.data;
  }
  return 'en';
}
