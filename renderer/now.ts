import { useEffect, useState, useSyncExternalStore } from 'react';
import { Emitter } from '#contract/emitter.ts';

/** Times in words change at this pace. Milliseconds. */
const pace = 15_000;

const ticks = new Emitter();
let now = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  const end = ticks.on(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    ticks.emit();
  }, pace);
  return () => {
    end();
    if (ticks.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // nobody was counting meanwhile; asked twice in a row it says the same, as React wants of it
  if (timer === undefined && Date.now() - now > pace) now = Date.now();
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
