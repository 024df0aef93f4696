import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dateAndTime, relativeTime, useNow } from '../time-words.ts';

/** A time in words, kept up to date; the exact one is in its tooltip. */
export function RelativeTime(props: {
  readonly at: number;
  /** Puts the words into a sentence. */
  readonly say?: (when: string) => string;
}): ReactNode {
  const { at, say = (when) => when } = props;
  const { i18n } = useTranslation();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={dateAndTime(at, i18n)}>
      {say(relativeTime(at, now, i18n))}
    </time>
  );
}
