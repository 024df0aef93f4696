import { memo, type ReactNode, useMemo, useState } from 'react';
import { needsYou } from '#contract/status.ts';
import type { AccountView, ActivityEntry } from '#contract/views.ts';
import { en } from '#messages/en.ts';
import { type Message, type MessageParam, sameMessage } from '#messages/message.ts';
import { Address } from '../../components/address.tsx';
import { Facts } from '../../components/text.tsx';
import { useSnapshot } from '../../backend/backend-context.tsx';
import { ButtonLink, CopyButton } from '../../components/button.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { hrefOf } from '../../route.ts';
import { RemedyButton } from '../account/remedy.tsx';
import { format, locale, t } from '../../i18n.ts';
import { octetsIn } from './log-text.ts';

const icons = {
  'login-accepted': 'check',
  'login-refused': 'cross',
  'session-ended': 'bars',
  'message-sent': 'upload',
  'message-refused': 'cross',
  connection: 'swap',
  'sign-in': 'person',
  token: 'refresh',
  listener: 'rack',
  settings: 'sliders',
  check: 'shield',
} as const satisfies Record<ActivityEntry['kind'], IconName>;

/** One line: what happened, and how often in a row. It opens to its details, and to what mends it. */
export const ActivityLine = memo(function ActivityLine(props: {
  readonly newest: ActivityEntry;
  /** The first of those that are told in this line. */
  readonly oldest: ActivityEntry;
  readonly times: number;
  readonly text: string;
  readonly address: string | undefined;
}): ReactNode {
  const { newest: entry, oldest, times, text, address } = props;
  // of two hundred lines few are ever opened
  const [opened, setOpened] = useState(false);
  const { kind } = entry;
  const trouble = entry.level === 'warning';
  const at = new Date(entry.at);
  const tone = trouble ? 'tone-bad' : kind === 'login-accepted' ? 'tone-good' : 'tone-quiet';
  return (
    <li className="activity-line">
      <details onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>
          <time dateTime={at.toISOString()} title={at.toLocaleString(locale())} className="quiet">
            {at.toLocaleTimeString(locale())}
          </time>
          <Icon name={trouble ? 'cross' : icons[kind]} className={tone} />
          <span className={trouble ? 'wrap-anywhere activity-words strong' : 'wrap-anywhere activity-words'}>
            {trouble ? <span className="visually-hidden">{t('activity.trouble')}: </span> : null}
            {times === 1 ? text : t('activity.times', { text, count: times })}
          </span>
          <span className="activity-address small quiet">
            {address === undefined ? null : <Address address={address} />}
          </span>
          <Icon name="right" className="quiet" />
        </summary>
        {opened ? <Opened entry={entry} oldest={oldest} times={times} text={text} /> : null}
      </details>
    </li>
  );
});

const when = (at: number): string => new Date(at).toLocaleString(locale());

function Opened(props: {
  readonly entry: ActivityEntry;
  readonly oldest: ActivityEntry;
  readonly times: number;
  readonly text: string;
}): ReactNode {
  const { entry, oldest, times, text } = props;
  const { fix, ...details } = entry.details ?? {};
  const facts: Fact[] = [
    { term: t('activity.when'), text: when(entry.at), isCode: true },
    ...(times === 1 ? [] : [{ term: t('activity.first'), text: when(oldest.at), isCode: true }]),
    { term: t('activity.kind'), text: t(`activity.kinds.${entry.kind}`) },
    ...(entry.protocol === undefined
      ? []
      : [{ term: t('activity.protocol'), text: entry.protocol.toUpperCase(), isCode: true }]),
    ...(entry.peer === undefined ? [] : [{ term: t('activity.peer'), text: entry.peer, isCode: true }]),
    ...Object.entries(details).map((fact) => factWords(fact)),
  ];
  const todo = typeof fix === 'object' ? format(fix) : undefined;
  const copied = [text, todo, ...facts.map(({ term, text: value }) => `${term}: ${value}`)];
  return (
    <div className="activity-facts stack-tight">
      {todo === undefined ? null : <p>{todo}</p>}
      <Facts
        className="fact-grid small"
        facts={facts.map(({ term, text: value, isCode }) => [
          term,
          isCode === true ? <span translate="no">{value}</span> : value,
        ])}
      />
      <div className="row">
        {entry.level === 'warning' ? <WhatHelps entry={entry} /> : null}
        <CopyButton look="quiet" text={copied.filter((line) => line !== undefined).join('\n')}>
          {t('activity.copy')}
        </CopyButton>
      </div>
    </div>
  );
}

/** The way to what mends it, as far as it is still to be mended. */
function WhatHelps({ entry }: { readonly entry: ActivityEntry }): ReactNode {
  const snapshot = useSnapshot();
  if (entry.kind === 'listener')
    return (
      <ButtonLink href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('activity.openSettings')}</ButtonLink>
    );
  const account = snapshot.accounts.find(({ id }) => id === entry.accountId);
  if (account === undefined) return null;
  if (needsYou(account) || account.state === 'unreachable') {
    return <RemedyButton account={account} look="normal" />;
  }
  return (
    <ButtonLink href={hrefOf({ page: 'account', id: account.id })}>
      {t(
        entry.details?.['refusal'] === 'wrong-password' && account.passwordMode === 'own'
          ? 'activity.newPassword'
          : 'activity.openAccount',
      )}
    </ButtonLink>
  );
}

/** A detail of a line; a code, a number or words of others are the same in every language. */
interface Fact {
  readonly term: string;
  readonly text: string;
  readonly isCode?: boolean;
}

const { facts, factValues } = en.screens.activity;

function isKeyOf<Table extends object>(table: Table, name: PropertyKey): name is keyof Table {
  return Object.hasOwn(table, name);
}

/** These hold a word of the core's own; the others are told as they are. */
const withWords = new Set(['refusal', 'reason', 'endedBy', 'late', 'check']);

/** A detail of an activity line, in words: its name, and its value. One that is not known keeps the core's name. */
function factWords([name, value]: readonly [name: string, value: string | number | boolean | Message]): Fact {
  const term = isKeyOf(facts, name) ? t(`activity.facts.${name}`) : name;
  if (typeof value === 'object') return { term, text: format(value) };
  const text = String(value);
  return withWords.has(name) && isKeyOf(factValues, text)
    ? { term, text: t(`activity.factValues.${text}`) }
    : { term, text, isCode: true };
}

/** A line as it is read and searched: its words, and whose it is. */
export interface LineWords {
  /** Made once for each entry: a list of ten thousand lines is searched at every key. */
  readonly text: (entry: ActivityEntry) => string;
  readonly address: (entry: ActivityEntry) => string | undefined;
}

export function useLineWords(accounts: readonly AccountView[]): LineWords {
  const [text] = useState(() => {
    const known = new WeakMap<ActivityEntry, string>();
    return (entry: ActivityEntry): string => {
      const words = known.get(entry) ?? lineText(entry);
      known.set(entry, words);
      return words;
    };
  });
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

function lineText(entry: ActivityEntry): string {
  const { details, text } = entry;
  const protocol = entry.protocol?.toUpperCase() ?? '';
  if (text.code === 'activity.mailProgramSignedOver') return t('activity.line.signedIn', { protocol });
  if (text.code === 'activity.sessionEnded') {
    const octets = details?.[entry.protocol === 'smtp' ? 'toUpstream' : 'toClient'];
    if (typeof octets !== 'number') return t('activity.line.ended', { protocol });
    const amount = octetsIn(octets, locale());
    return t(entry.protocol === 'smtp' ? 'activity.line.endedSent' : 'activity.line.endedReceived', {
      protocol,
      amount,
    });
  }
  const fix = details?.['fix'];
  return asHeadline(format(typeof fix === 'object' ? withoutFix(fix, text) : text));
}

/** Leaves the fix out of a line: its details show it. */
function withoutFix(fix: Message, text: Message): Message {
  const { code, params } = text;
  if (params === undefined) return text;
  const kept = ([name, param]: [string, MessageParam]): [string, MessageParam] => {
    if (typeof param !== 'object') return [name, param];
    if ('code' in param) return [name, withoutFix(fix, param)];
    const others = param.filter((part) => !sameMessage(part, fix));
    return [name, others.length === 0 ? param : others];
  };
  return { code, params: Object.fromEntries(Object.entries(params).map(kept)) };
}

/** One sentence alone has no full stop, as headlines have none. */
function asHeadline(text: string): string {
  return /[.!?]\s/u.test(text) ? text : text.replace(/\.$/u, '');
}
