import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../backend/use-command.ts';
import { ButtonLink, Button, CopyButton } from '../../components/button.tsx';
import { Fold } from '../../components/details.tsx';
import type { IconName } from '../../components/icon.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { Tile } from '../../components/mark.tsx';
import { useFormat } from '../../i18n.ts';
import { domainOf } from './address.ts';
import { companyOf } from './company.ts';
import type { Lookup } from './identity-card.tsx';
import { OwnSettings } from './own-settings.tsx';
import { StepHeading } from './step-frame.tsx';

type WayName = 'appPassword' | 'administrator' | 'register';

/** No client is there for the provider: the ways on, the one that suits most people first. */
export function Ways(props: {
  readonly address: string;
  readonly guess: Lookup['guess'];
  /** Where the guide to register a client is. */
  readonly addClient: string;
  /** Signing in with a client that may fit; null where there is none. */
  readonly another: ReactNode;
}): ReactNode {
  const { address, guess, addClient, another } = props;
  const { provider = 'custom', audience, appPassword, explanation } = guess;
  const { t } = useTranslation();
  const [how, setHow] = useState(false);
  const message = useAdministratorMessage(address);
  if (how) return <OwnSettings address={address} guess={guess} onBack={() => setHow(false)} />;
  const company = companyOf(provider, t);
  const work = audience === 'organization' && message !== undefined;
  const best: WayName = work ? 'administrator' : appPassword === undefined ? 'register' : 'appPassword';
  const order: readonly WayName[] = work
    ? ['administrator', 'register', 'appPassword']
    : appPassword === undefined
      ? ['register', 'administrator', 'appPassword']
      : ['appPassword', 'administrator', 'register'];
  const ways: Readonly<Record<WayName, ReactNode>> = {
    appPassword: (
      <Way
        key="appPassword"
        icon="lock"
        best={best === 'appPassword'}
        chip={best === 'appPassword' ? t('addAccount.ways.quickest') : undefined}
        title={t('addAccount.ways.appPassword.title')}
        text={t(
          appPassword !== undefined
            ? 'addAccount.ways.appPassword.text'
            : provider === 'custom'
              ? 'addAccount.ways.appPassword.perhaps'
              : 'addAccount.ways.appPassword.none',
          { company },
        )}
      >
        {appPassword === undefined ? null : (
          <Button look={best === 'appPassword' ? 'main' : 'normal'} onClick={() => setHow(true)}>
            {t('addAccount.ways.appPassword.go')}
          </Button>
        )}
      </Way>
    ),
    administrator:
      message === undefined ? null : (
        <Way
          key="administrator"
          icon="person"
          best={best === 'administrator'}
          chip={best === 'administrator' ? t('addAccount.ways.usualAtWork') : undefined}
          title={t('addAccount.ways.administrator.title')}
          text={t('addAccount.ways.administrator.text')}
        >
          <CopyButton text={message} look={best === 'administrator' ? 'main' : 'normal'}>
            {t('addAccount.ways.administrator.go')}
          </CopyButton>
        </Way>
      ),
    register: (
      <Way
        key="register"
        icon="key"
        best={best === 'register'}
        title={t(
          explanation === undefined ? 'addAccount.ways.register.title' : 'addAccount.ways.register.earlier',
        )}
        text={t(
          explanation === undefined
            ? 'addAccount.ways.register.text'
            : 'addAccount.ways.register.earlierText',
          { company },
        )}
      >
        <ButtonLink look={best === 'register' ? 'main' : 'normal'} href={addClient}>
          {t(
            explanation === undefined ? 'addAccount.ways.register.go' : 'addAccount.ways.register.earlierGo',
          )}
        </ButtonLink>
      </Way>
    ),
  };
  return (
    <>
      <div>
        <StepHeading>
          {provider === 'custom'
            ? t('addAccount.ways.titleUnknown')
            : t('addAccount.ways.title', { who: audience === 'organization' ? domainOf(address) : company })}
        </StepHeading>
        <p className="quiet">
          {explanation === undefined ? (
            t('addAccount.ways.text', { company })
          ) : (
            <MessageText message={explanation} />
          )}
        </p>
      </div>
      <ul className="card rows">{order.map((name) => ways[name])}</ul>
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
function Way(props: {
  readonly icon: IconName;
  readonly best: boolean;
  readonly chip?: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  const { icon, best, chip, title, text, children } = props;
  return (
    <li className="way">
      <Tile icon={icon} ground={best ? 'green' : 'plain'} />
      <div className="way-words">
        <h3>
          {title}
          {chip === undefined ? null : <span className="chip tone-good small">{chip}</span>}
        </h3>
        <p className="quiet">{text}</p>
      </div>
      {children}
    </li>
  );
}

/** The message to whoever decides in an organization; undefined until it is there, and where nobody does. */
export function useAdministratorMessage(address: string): string | undefined {
  const format = useFormat();
  const answer = useAnswer('administrator-message', { address });
  if (answer?.ok !== true) return undefined;
  const { subject, body } = answer.value;
  return `${format(subject)}\n\n${format(body)}`;
}
