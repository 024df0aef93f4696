import type { MessageFormatter } from '#messages/format.ts';
import { useEffect } from 'react';
import type { ActivityEntry } from '#contract/activity.ts';

/** So many lines at a time: a few milliseconds. */
const slice = 500;

/** KeyedMutex lines into the language of the page before they are searched, a few at a time, while nothing else is done. */
export function useSaidAhead(entries: readonly ActivityEntry[], say: MessageFormatter): void {
  useEffect(() => {
    let at = 0;
    const goOn = (): void => {
      for (const { text } of entries.slice(at, at + slice)) say(text);
      at += slice;
      timer = at < entries.length ? window.setTimeout(goOn) : undefined;
    };
    let timer: number | undefined = window.setTimeout(goOn);
    return () => window.clearTimeout(timer);
  }, [entries, say]);
}
