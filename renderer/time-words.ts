import type { i18n } from 'i18next';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** '3 minutes ago', 'in 2 days', 'now': in the language of the page. */
export function relativeTime(at: number, now: number, i18n: Pick<i18n, 'language'>): string {
  const format = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' });
  const difference = at - now;
  const size = Math.abs(difference);
  if (size < minute) return format.format(0, 'second');
  if (size < hour) return format.format(Math.round(difference / minute), 'minute');
  if (size < day) return format.format(Math.round(difference / hour), 'hour');
  return format.format(Math.round(difference / day), 'day');
}

/** A day and a time of day, as one writes it in the language of the page. */
export function dateAndTime(at: number, i18n: Pick<i18n, 'language'>): string {
  return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A time of day, and the day where it is not today: '9:12', '3 Mar, 9:12'. */
export function timeOfDay(at: number, now: number, i18n: Pick<i18n, 'language'>): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(i18n.language, {
    ...(sameDay ? {} : { day: 'numeric', month: 'short' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** '11:42': what is left of a short while. */
export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A day with its month in letters and its year: '3 March 2027'. */
export function dateInFull(at: number, i18n: Pick<i18n, 'language'>): string {
  return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(at);
}

/** A day, as one writes it in the language of the page. */
export function dateAlone(at: number, i18n: Pick<i18n, 'language'>): string {
  return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(at);
}
