import { type ReactNode, useState } from 'react';
import { type Protocol, protocolName, type ServerAddress } from '#contract/endpoints.ts';
import { Button, ButtonLink, CopyButton, OpenPageButton } from '../../components/button.tsx';
import { Fold } from '../../components/card.tsx';
import { Icon, type IconName, Tile } from '../../components/icon.tsx';
import { type NamedValue, ValueRows } from '../../components/text.tsx';
import { useAdministratorMessage } from '../account/administrator-message.tsx';
import { enteredRows } from '../account/endpoint-card.tsx';
import { companyOf, domainOf, type Lookup } from './address.ts';
import { StepHeading } from './step-frame.tsx';
import { format, t } from '../../i18n.ts';

type WayName = 'appPassword' | 'administrator' | 'register';

/** No client is there that is surely for the provider: the ways on, the one that suits most people first. */
export function Ways(props: {
  readonly address: string;
  readonly guess: Lookup['guess'];
  /** Where the guide to register a client is. */
  readonly addClient: string;
  /** Signing in with a client that may fit; null where there is none. */
  readonly another: ReactNode;
  /** It is likely to: it is offered first, and the other ways below it. */
  readonly guessed: boolean;
}): ReactNode {
  const { address, guess, addClient, another, guessed } = props;
  const { provider = 'custom', audience, appPassword, explanation } = guess;
  const [how, setHow] = useState(false);
  const message = useAdministratorMessage(address);
  if (how) return <OwnSettings address={address} guess={guess} onBack={() => setHow(false)} />;
  const company = companyOf(provider);
  const earlier = explanation !== undefined;
  const work = audience === 'organization' && message !== undefined;
  const best: WayName | undefined = guessed
    ? undefined
    : work
      ? 'administrator'
      : appPassword === undefined
        ? 'register'
        : 'appPassword';
  const order: readonly WayName[] = work
    ? ['administrator', 'register', 'appPassword']
    : appPassword === undefined
      ? ['register', 'administrator', 'appPassword']
      : ['appPassword', 'administrator', 'register'];
  const ways: Readonly<Record<WayName, Way | undefined>> = {
    appPassword: {
      icon: 'lock',
      chip: t('addAccount.ways.quickest'),
      title: t('addAccount.ways.appPassword.title'),
      text: t(
        appPassword !== undefined
          ? 'addAccount.ways.appPassword.text'
          : provider === 'custom'
            ? 'addAccount.ways.appPassword.perhaps'
            : 'addAccount.ways.appPassword.none',
        { company },
      ),
      begin: (look) =>
        appPassword === undefined ? null : (
          <Button look={look} onClick={() => setHow(true)}>
            {t('addAccount.ways.appPassword.go')}
          </Button>
        ),
    },
    administrator:
      message === undefined
        ? undefined
        : {
            icon: 'person',
            chip: t('addAccount.ways.usualAtWork'),
            title: t('addAccount.ways.administrator.title'),
            text: t('addAccount.ways.administrator.text'),
            begin: (look) => (
              <CopyButton text={message} look={look}>
                {t('addAccount.ways.administrator.go')}
              </CopyButton>
            ),
          },
    register: {
      icon: 'key',
      title: t(earlier ? 'addAccount.ways.register.earlier' : 'addAccount.ways.register.title'),
      text: t(earlier ? 'addAccount.ways.register.earlierText' : 'addAccount.ways.register.text', {
        company,
      }),
      begin: (look) => (
        <ButtonLink look={look} href={addClient}>
          {t(earlier ? 'addAccount.ways.register.earlierGo' : 'addAccount.ways.register.go')}
        </ButtonLink>
      ),
    },
  };
  const list = (
    <ul className="card rows">
      {order.map((name) => {
        const way = ways[name];
        return way === undefined ? null : <WayRow key={name} way={way} best={name === best} />;
      })}
    </ul>
  );
  if (guessed) {
    return (
      <>
        {another}
        <h2>{t('addAccount.ways.others')}</h2>
        {list}
      </>
    );
  }
  return (
    <>
      <div>
        <StepHeading>
          {provider === 'custom'
            ? t('addAccount.ways.titleUnknown')
            : t('addAccount.ways.title', { who: audience === 'organization' ? domainOf(address) : company })}
        </StepHeading>
        <p className="quiet">
          {explanation === undefined
            ? t(provider === 'custom' ? 'addAccount.ways.textUnknown' : 'addAccount.ways.text', { company })
            : format(explanation)}
        </p>
      </div>
      {list}
      {another === null ? null : (
        <div className="card rows">
          <Fold icon="key" title={t('addAccount.provider.useAnother')}>
            {another}
          </Fold>
        </div>
      )}
    </>
  );
}

/** One way on: what it is, for whom, and how it is begun. */
interface Way {
  readonly icon: IconName;
  /** Why it suits most people, where it does. */
  readonly chip?: string;
  readonly title: string;
  readonly text: string;
  readonly begin: (look: 'main' | 'normal') => ReactNode;
}

function WayRow(props: { readonly way: Way; readonly best: boolean }): ReactNode {
  const { way, best } = props;
  return (
    <li className="way">
      <Tile icon={way.icon} ground={best ? 'green' : 'plain'} />
      <div className="way-words">
        <h3>
          {way.title}
          {best && way.chip !== undefined ? <span className="chip tone-good small">{way.chip}</span> : null}
        </h3>
        <p className="quiet">{way.text}</p>
      </div>
      {way.begin(best ? 'main' : 'normal')}
    </li>
  );
}

/** A provider that takes a password made for the mail program: its own settings, and no Mailwicket. */
export function OwnSettings(props: {
  readonly address: string;
  readonly guess: Lookup['guess'];
  /** Back to the other ways; left out where there are none. */
  readonly onBack?: () => void;
}): ReactNode {
  const { address, guess, onBack } = props;
  const { appPassword, servers, name, explanation, provider = 'custom' } = guess;
  const company = name ?? companyOf(provider);
  const own = (['imap', 'smtp'] as const).flatMap((protocol) => {
    const server = servers?.[protocol];
    return server === undefined ? [] : [{ protocol, server }];
  });
  const words = own.map(({ protocol, server }) =>
    [titleOf(protocol), ...rowsOf(server).map(([label, value]) => `${label}: ${value ?? ''}`)].join('\n'),
  );
  return (
    <>
      <div className="card row hero">
        <span className="disc tone-good">
          <Icon name="check" />
        </span>
        <div className="hero-words">
          <StepHeading>{t('addAccount.provider.without')}</StepHeading>
          <p className="quiet">
            {explanation === undefined || onBack !== undefined
              ? t('addAccount.own.text', { company })
              : format(explanation)}
          </p>
        </div>
      </div>
      <div className="two-columns">
        {own.map(({ protocol, server }) => (
          <div key={protocol} className="card" role="group" aria-label={titleOf(protocol)}>
            <h3>{titleOf(protocol)}</h3>
            <ValueRows rows={rowsOf(server)} />
          </div>
        ))}
      </div>
      <div className="row">
        {appPassword === undefined ? null : (
          <OpenPageButton look="main" url={appPassword.url}>
            {t('addAccount.own.make', { company })}
          </OpenPageButton>
        )}
        <CopyButton text={words.join('\n\n')}>{t('account.connect.copyAll')}</CopyButton>
        {onBack === undefined ? null : (
          <Button look="quiet" onClick={onBack}>
            {t('addAccount.own.back')}
          </Button>
        )}
      </div>
      {appPassword === undefined ? null : <p className="small quiet">{format(appPassword.note)}</p>}
    </>
  );

  function rowsOf({ host, port, tls }: ServerAddress): readonly NamedValue[] {
    const security = t(tls === 'implicit' ? 'account.connect.tls' : 'account.connect.starttls');
    return enteredRows({ host, port, security, user: address, password: t('addAccount.own.appPassword') });
  }
}

function titleOf(protocol: Protocol): string {
  return protocol === 'smtp'
    ? t('account.connect.outgoing')
    : t('account.connect.incoming', { protocol: protocolName[protocol] });
}
