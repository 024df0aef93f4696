import type { ReactNode } from 'react';
import { presetFor } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';
import { Icon, type IconName } from './icon.tsx';

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

/** A drawing on a tile. */
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
