import type { ReactNode } from 'react';
import type { ClientView } from '#contract/views.ts';

const letters = {
  microsoft365: 'M',
  outlook: 'O',
  google: 'G',
  yahoo: 'Y',
  aol: 'A',
  fastmail: 'F',
  xfinity: 'X',
  yandex: 'Y',
  mailru: 'M',
  custom: '@',
} as const satisfies Record<ClientView['provider'], string>;

/** A drawn letter for a provider: nobody's trademark. The words stand beside it, so it is silent. */
export function ProviderMark(props: { readonly provider: ClientView['provider'] | undefined }): ReactNode {
  const { provider = 'custom' } = props;
  return (
    <span className={`provider-mark provider-${provider}`} aria-hidden="true">
      {letters[provider]}
    </span>
  );
}
