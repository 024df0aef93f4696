import { type ReactNode, useState } from 'react';
import { dateAndTime, relativeTime, useNow } from '../time-words.ts';
import { CopyButton, IconButton } from './button.tsx';
import { t } from '../i18n.ts';

/** A time in words, kept up to date; the exact one is in its tooltip. */
export function RelativeTime(props: {
  readonly at: number;
  /** Puts the words into a sentence. */
  readonly say?: (when: string) => string;
}): ReactNode {
  const { at, say = (when) => when } = props;
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={dateAndTime(at)}>
      {say(relativeTime(at, now))}
    </time>
  );
}

/** Names, and beside each what it is; what is not known is left out. */
export function Facts(props: {
  readonly className: string;
  readonly facts: readonly (readonly [term: string, fact: ReactNode])[];
}): ReactNode {
  return (
    <dl className={props.className}>
      {props.facts.map(([term, fact]) =>
        fact === undefined ? null : (
          <div key={term}>
            <dt className="quiet">{term}</dt>
            <dd className="wrap-anywhere">{fact}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** A value with its name; a word that nobody pastes anywhere is not to be copied. */
export type NamedValue = readonly [name: string, value: string | undefined, copied?: boolean];

/** Values to take elsewhere, a row each: its name, itself, and what copies it; what is not known is left out. */
export function ValueRows({ rows }: { readonly rows: readonly NamedValue[] }): ReactNode {
  return rows.map(([name, value, copied = true]) =>
    value === undefined ? null : (
      <div key={name} className="value-row">
        <span className="quiet">{name}</span>
        {copied ? <code translate="no">{value}</code> : <span>{value}</span>}
        {copied ? <CopyButton text={value} what={name} /> : null}
      </div>
    ),
  );
}

/** A password that can be shown, hidden and copied. */
export function SecretValue({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  const [shown, setShown] = useState(true);
  return (
    <div className="secret-value" role="group" aria-label={label}>
      <code translate="no">{shown ? value : '•'.repeat(12)}</code>
      <IconButton
        icon={shown ? 'eye-off' : 'eye'}
        label={t(shown ? 'copy.hide' : 'copy.show', { what: label })}
        onClick={() => setShown(!shown)}
      />
      <CopyButton text={value}>{t('copy.do')}</CopyButton>
    </div>
  );
}

/** A text with lines of its own, longer and wider than its box. */
export function Script(props: { readonly label: string; readonly children: string | undefined }): ReactNode {
  return (
    // focusable, so that the keyboard can scroll it
    <pre className="script" tabIndex={0} role="region" aria-label={props.label}>
      {props.children}
    </pre>
  );
}
