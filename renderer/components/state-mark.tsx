import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountState } from '#contract/views.ts';

const tone = {
  ready: 'tone-good',
  'signing-in': 'tone-busy',
  'needs-sign-in': 'tone-care',
  'needs-password': 'tone-care',
  refused: 'tone-bad',
  unreachable: 'tone-care',
  paused: 'tone-quiet',
} as const satisfies Record<AccountState, string>;

// each state has a shape of its own, for those who see no colour
const shape = {
  ready: <path d="M2 8.5 6 12.5 14 4" fill="none" stroke="currentColor" strokeWidth="2.5" />,
  'signing-in': (
    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2.5" strokeDasharray="24 14" />
  ),
  'needs-sign-in': <path d="M8 1 15 15H1Z" fill="currentColor" />,
  'needs-password': (
    <path d="M8 1.5 14.5 8 8 14.5 1.5 8Z" fill="none" stroke="currentColor" strokeWidth="2.5" />
  ),
  refused: <path d="M3 3 13 13M13 3 3 13" stroke="currentColor" strokeWidth="2.5" />,
  unreachable: <path d="M1 8h4M11 8h4M6 3v10M10 3v10" stroke="currentColor" strokeWidth="2" />,
  paused: <path d="M3 2h4v12H3zM9 2h4v12H9z" fill="currentColor" />,
} as const satisfies Record<AccountState, ReactNode>;

/** An account's state: a shape, a colour and words. */
export function StateMark(props: { readonly state: AccountState }): ReactNode {
  const { t } = useTranslation();
  const { state } = props;
  return (
    <span className={`state-mark ${tone[state]}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {shape[state]}
      </svg>
      {t(`state.${state}`)}
    </span>
  );
}
