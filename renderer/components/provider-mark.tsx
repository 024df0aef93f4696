import type { ReactNode } from 'react';
import { presetFor } from '#contract/providers/presets.ts';
import type { ClientView } from '#contract/views.ts';

/** A drawn letter for a provider: nobody's trademark. The words stand beside it, so it is silent. */
export function ProviderMark(props: { readonly provider: ClientView['provider'] | undefined }): ReactNode {
  const { mark } = presetFor({ provider: props.provider ?? 'custom' });
  return (
    <span className={`provider-mark ground-${mark.ground}`} aria-hidden="true">
      {mark.letter}
    </span>
  );
}
