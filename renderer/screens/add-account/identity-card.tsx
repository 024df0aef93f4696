import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { Address } from '../../components/address.tsx';
import { ProviderMark, Tile } from '../../components/mark.tsx';
import { hrefOf } from '../../route.ts';
import { domainOf } from './address.ts';

export type Lookup = CommandOutput<'address-lookup'>;

/** Whose address it is, and who keeps its mail. */
export function IdentityCard(props: {
  readonly id: string;
  readonly address: string;
  readonly guess: Lookup['guess'];
}): ReactNode {
  const { id, address, guess } = props;
  const { t } = useTranslation();
  return (
    <div className="card row-line identity-card">
      {guess.kind === 'without-oauth' ? (
        <Tile icon="cloud" large />
      ) : (
        <ProviderMark provider={guess.provider} large />
      )}
      <div id={id} className="row-words">
        <p className="strong">
          <Address address={address} />
        </p>
        <p className="quiet wrap-anywhere">{keeper()}</p>
      </div>
      <a href={hrefOf({ page: 'add-account' })}>{t('addAccount.provider.otherAddress')}</a>
    </div>
  );

  function keeper(): string {
    const { kind, provider = 'custom', domain = domainOf(address), name = '' } = guess;
    switch (kind) {
      case 'provider':
        return guess.audience === 'personal'
          ? t(`provider.${provider}`)
          : t('addAccount.provider.found', { provider: t(`provider.${provider}`), domain });
      case 'without-oauth':
        return name;
      case 'unknown':
        return t('addAccount.provider.unknown', { domain });
      default:
        return kind satisfies never;
    }
  }
}
