import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { presetFor } from '#contract/providers/presets.ts';
import type { ClientView, AccountState } from '#contract/views.ts';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'busy' | 'care' | 'bad' | 'quiet';

/** How something stands: a shape, a colour and words; `chip` puts it on a ground of its colour. */
export function Mark(props: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly chip?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { tone, icon, chip = false, children } = props;
  return (
    <span className={`state-mark tone-${tone}${chip ? ' chip' : ''}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}

/** Done or failed, where the words stand beside it: a shape, a colour, and a word for those who see neither. */
export function OutcomeMark(props: { readonly ok: boolean; readonly label: string }): ReactNode {
  const { ok, label } = props;
  return <Icon name={ok ? 'check' : 'cross'} label={label} className={ok ? 'tone-good' : 'tone-bad'} />;
}

type Ground = ReturnType<typeof presetFor>['mark']['ground'];

/** A provider's drawing on its ground: nobody's trademark. The words stand beside it, so it is silent. */
export function ProviderMark(props: {
  readonly provider: ClientView['provider'] | undefined;
  readonly large?: boolean;
}): ReactNode {
  const { provider, large = false } = props;
  const { glyph, ground } = presetFor({ provider: provider ?? 'custom' }).mark;
  return <Tile icon={glyph} ground={ground} large={large} />;
}

export function Tile(props: {
  readonly icon: IconName;
  readonly ground?: Ground;
  readonly large?: boolean;
}): ReactNode {
  const { icon, ground = 'plain', large = false } = props;
  return (
    <span className={`tile ground-${ground}${large ? ' tile-large' : ''}`} aria-hidden="true">
      <Icon name={icon} />
    </span>
  );
}

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
