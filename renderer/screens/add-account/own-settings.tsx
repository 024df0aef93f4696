import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { protocolName, type Protocol, type ServerAddress } from '#contract/endpoints.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { Button, ButtonLink, CopyButton } from '../../components/button.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { Icon } from '../../components/icon.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { hrefOf } from '../../route.ts';
import { companyOf } from './company.ts';
import type { Lookup } from './identity-card.tsx';
import { StepHeading } from './step-frame.tsx';

/** A provider that takes a password made for the mail program: its own settings, and no Mailwicket. */
export function OwnSettings(props: {
  readonly address: string;
  readonly guess: Lookup['guess'];
  /** Back to the other ways; left out where there are none. */
  readonly onBack?: () => void;
}): ReactNode {
  const { address, guess, onBack } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const { appPassword, servers, name, explanation, provider = 'custom' } = guess;
  const company = name ?? companyOf(provider, t);
  const own = (['imap', 'smtp'] as const).flatMap((protocol) => {
    const server = servers?.[protocol];
    return server === undefined ? [] : [{ protocol, server }];
  });
  const words = own.map(({ protocol, server }) =>
    [title(protocol), ...rowsOf(server).map(([label, value]) => `${label}: ${value}`)].join('\n'),
  );
  return (
    <>
      <div className="card hero">
        <span className="disc tone-good">
          <Icon name="check" />
        </span>
        <div className="hero-words">
          <StepHeading>{t('addAccount.provider.without')}</StepHeading>
          <p className="quiet">
            {explanation === undefined || onBack !== undefined ? (
              t('addAccount.own.text', { company })
            ) : (
              <MessageText message={explanation} />
            )}
          </p>
        </div>
      </div>
      <div className="two-columns">
        {own.map(({ protocol, server }) => (
          <div key={protocol} className="card" role="group" aria-label={title(protocol)}>
            <h3>{title(protocol)}</h3>
            {rowsOf(server).map(([label, value, copy]) => (
              <ValueRow key={label} label={label} value={value} copy={copy} />
            ))}
          </div>
        ))}
      </div>
      <div className="row">
        {appPassword === undefined ? null : (
          <Button
            look="main"
            icon="external"
            onClick={() => void backend.host('host-open-page', { url: appPassword.url })}
          >
            {t('addAccount.own.make', { company })}
          </Button>
        )}
        <CopyButton text={words.join('\n\n')}>{t('addAccount.own.copyAll')}</CopyButton>
        {onBack === undefined ? (
          <ButtonLink look="quiet" href={hrefOf({ page: 'add-account' })}>
            {t('addAccount.provider.addOther')}
          </ButtonLink>
        ) : (
          <Button look="quiet" onClick={onBack}>
            {t('addAccount.own.back')}
          </Button>
        )}
      </div>
      {appPassword === undefined ? null : (
        <p className="small quiet">
          <MessageText message={appPassword.note} />
        </p>
      )}
    </>
  );

  function title(protocol: Protocol): string {
    return protocol === 'smtp'
      ? t('account.connect.outgoing')
      : t('account.connect.incoming', { protocol: protocolName[protocol] });
  }

  /** Name, value, and whether it is worth a copy. */
  function rowsOf({ host, port, tls }: ServerAddress): readonly (readonly [string, string, boolean])[] {
    return [
      [t('account.connect.server'), host, true],
      [t('account.connect.port'), String(port), true],
      [
        t('account.connect.security'),
        t(tls === 'implicit' ? 'account.connect.tls' : 'addAccount.own.startTls'),
        false,
      ],
      [t('account.connect.user'), address, true],
      [t('account.connect.password'), t('addAccount.own.appPassword'), false],
    ];
  }
}
