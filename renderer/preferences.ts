import { z } from 'zod';
import { type Language, languageSchema } from '#messages/languages.ts';

/** What a person prefers on this screen; it is kept beside the screen, as it is nothing of Mailwicket's own. */

const languageKey = 'mailwicket-language';
const themeKey = 'mailwicket-theme';
const noticesKey = 'mailwicket-notices';

export const themeSchema = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof themeSchema>;

/** The language that was chosen here; undefined: the system's. */
export function keptLanguage(): Language | undefined {
  return languageSchema.safeParse(read(languageKey)).data;
}

export function keepLanguage(language: Language): void {
  write(languageKey, language);
}

/** Whether the browser is to notify when an account needs its person. */
export function keptNotices(): boolean {
  return read(noticesKey) === 'on';
}

export function keepNotices(on: boolean): void {
  write(noticesKey, on ? 'on' : 'off');
}

/** The theme that was chosen here. */
export function keptTheme(): Theme {
  return themeSchema.safeParse(read(themeKey)).data ?? 'system';
}

export function keepTheme(theme: Theme): void {
  write(themeKey, theme);
  showTheme(theme);
}

/** Shows a theme: the style sheet follows `data-theme`, and the system where there is none. */
export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** A browser that keeps nothing for pages has no preferences to tell. */
function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // then it holds until the page is left
  }
}
