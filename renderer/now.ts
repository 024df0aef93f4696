import { useSyncExternalStore } from 'react';

/** Times in words change at this pace. Milliseconds. */
const pace = 15_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, pace);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
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
