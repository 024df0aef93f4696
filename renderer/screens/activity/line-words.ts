import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ActivityEntry } from '#contract/activity.ts';
import type { MessageFormatter } from '#messages/format.ts';
import { sameMessage, type Message, type MessageParam } from '#messages/message.ts';
import type { AccountView } from '#contract/views.ts';
import { useFormat } from '../../i18n.ts';
import { octetsIn } from '../../octets.ts';

/** A line as it is read and searched: its words, and whose it is. */
export interface LineWords {
  /** Made once for each entry and language: a list of ten thousand lines is searched at every key. */
  readonly text: (entry: ActivityEntry) => string;
  readonly address: (entry: ActivityEntry) => string | undefined;
}

/** The words of lines in the language of the page. */
export function useLineWords(accounts: readonly AccountView[]): LineWords {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const format = useFormat();
  const text = useMemo(() => {
    const known = new WeakMap<ActivityEntry, string>();
    return (entry: ActivityEntry): string => {
      const words = known.get(entry) ?? lineText(entry, { format, t, language });
      known.set(entry, words);
      return words;
    };
  }, [format, t, language]);
  return useMemo(() => {
    const addresses = new Map(accounts.map(({ id, address }) => [id, address]));
    return {
      text,
      address: ({ accountId, text: { params } }) => {
        if (accountId === undefined) return undefined;
        const named = params?.['address'];
        return typeof named === 'string' ? named : addresses.get(accountId);
      },
    };
  }, [text, accounts]);
}

function lineText(
  entry: ActivityEntry,
  words: { readonly format: MessageFormatter; readonly t: TFunction; readonly language: string },
): string {
  const { format, t, language } = words;
  const { details, text } = entry;
  const protocol = entry.protocol?.toUpperCase() ?? '';
  if (text.code === 'activity.mailProgramSignedOver') return t('activity.line.signedIn', { protocol });
  if (text.code === 'activity.sessionEnded') {
    const octets = details?.[entry.protocol === 'smtp' ? 'toUpstream' : 'toClient'];
    if (typeof octets !== 'number') return t('activity.line.ended', { protocol });
    const amount = octetsIn(octets, language);
    return t(entry.protocol === 'smtp' ? 'activity.line.endedSent' : 'activity.line.endedReceived', {
      protocol,
      amount,
    });
  }
  const fix = details?.['fix'];
  return asHeadline(format(typeof fix === 'object' ? without(fix, text) : text));
}

/** What to do stands in the details already. */
function without(fix: Message, text: Message): Message {
  const { code, params } = text;
  if (params === undefined) return text;
  const kept = ([name, param]: [string, MessageParam]): [string, MessageParam] => {
    if (typeof param !== 'object') return [name, param];
    if ('code' in param) return [name, without(fix, param)];
    const others = param.filter((part) => !sameMessage(part, fix));
    return [name, others.length === 0 ? param : others];
  };
  return { code, params: Object.fromEntries(Object.entries(params).map(kept)) };
}

/** One sentence alone has no full stop, as headlines have none. */
function asHeadline(text: string): string {
  return /[.!?]\s/u.test(text) ? text : text.replace(/\.$/u, '');
}
