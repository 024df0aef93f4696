import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountState } from '#contract/views.ts';
import type { IconName } from './icon.tsx';
import { Mark, type Tone } from './mark.tsx';

/** Each state has a shape of its own, for those who see no colour. */
export const stateLooks = {
  ready: { tone: 'good', icon: 'check' },
  'signing-in': { tone: 'busy', icon: 'ring' },
  'needs-sign-in': { tone: 'care', icon: 'triangle' },
  'needs-password': { tone: 'care', icon: 'key' },
  refused: { tone: 'bad', icon: 'cross' },
  unreachable: { tone: 'care', icon: 'cloud-off' },
  paused: { tone: 'quiet', icon: 'bars' },
} as const satisfies Record<AccountState, { readonly tone: Tone; readonly icon: IconName }>;

/** An account's state: a shape, a colour and words. */
export function StateMark(props: { readonly state: AccountState; readonly chip?: boolean }): ReactNode {
  const { t } = useTranslation();
  const { state, chip = false } = props;
  return (
    <Mark {...stateLooks[state]} chip={chip}>
      {t(`state.${state}`)}
    </Mark>
  );
}
