import { useEffect, useState, useSyncExternalStore } from 'react';
import { Emitter } from '#contract/emitter.ts';
import { locale } from './i18n.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** '3 minutes ago', 'in 2 days', 'now': in the language of the page. */
export function relativeTime(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const difference = at - now;
  const size = Math.abs(difference);
  if (size < minute) return format.format(0, 'second');
  if (size < hour) return format.format(Math.round(difference / minute), 'minute');
  if (size < day) return format.format(Math.round(difference / hour), 'hour');
  return format.format(Math.round(difference / day), 'day');
}

/** A day and a time of day, as one writes it in the language of the page. */
export function dateAndTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A time of day, and the day where it is not today: '9:12', '3 Mar, 9:12'. */
export function timeOfDay(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(locale(), {
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
export function dateInFull(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(at);
}

/** A day, as one writes it in the language of the page. */
export function dateAlone(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(at);
}

/** How often times in words are made anew. Milliseconds. */
const tickInterval = 15_000;

const ticks = new Emitter();
let now = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  const end = ticks.on(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    ticks.emit();
  }, tickInterval);
  return () => {
    end();
    if (ticks.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // nobody was counting meanwhile; asked twice in a row it says the same, as React wants of it
  if (timer === undefined && Date.now() - now > tickInterval) now = Date.now();
  return now;
}

/** The present time, for words such as '3 minutes ago'; one clock for the whole page. Milliseconds since 1970. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

/** The present time, for a count of seconds: only where one looks at it run out. Milliseconds since 1970. */
export function useEverySecond(): number {
  const [second, setSecond] = useState(() => Date.now());
  useEffect(() => {
    const interval = window.setInterval(() => setSecond(Date.now()), 1_000);
    return () => window.clearInterval(interval);
  }, []);
  return second;
}
