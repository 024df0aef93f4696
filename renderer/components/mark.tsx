import type { ReactNode } from 'react';
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
