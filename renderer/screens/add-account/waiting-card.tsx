import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { CopyButton } from '../../components/button.tsx';
import { Fold } from '../../components/details.tsx';
import { ProviderMark } from '../../components/mark.tsx';
import { minutesAndSeconds, useEverySecond } from '../../time-words.ts';
import { SignInLinks } from '../account/sign-in-panel.tsx';
import { StepHeading } from './step-frame.tsx';
import { useAdministratorMessage } from './ways.tsx';

/** The person's turn, on the provider's page: whose page, as whom, and what to do where one is stuck. */
export function WaitingCard(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  /** Left out until the page is there. */
  readonly url: string | undefined;
}): ReactNode {
  const { account, client, url } = props;
  const { t } = useTranslation();
  const message = useAdministratorMessage(account.address);
  return (
    <>
      <section className="card waiting-card">
        <span className="waiting-mark">
          <svg viewBox="0 0 72 72" aria-hidden="true">
            <circle cx="36" cy="36" r="34" />
            <path d="M36 2a34 34 0 0 1 34 34" />
          </svg>
          <ProviderMark provider={client?.provider} large />
        </span>
        <div role="status">
          <StepHeading>{t('addAccount.signIn.waiting')}</StepHeading>
          <p className="quiet wrap-anywhere">
            {url === undefined
              ? t('account.signIn.opening')
              : t('addAccount.signIn.waitingText', {
                  host: URL.parse(url)?.host ?? '',
                  address: account.address,
                })}
          </p>
        </div>
        {url === undefined ? null : (
          <div className="row">
            <SignInLinks url={url} />
          </div>
        )}
        <WaitedFor />
      </section>
      <div className="card rows">
        <Fold icon="globe" title={t('addAccount.signIn.elsewhere.title')}>
          <p>{t('addAccount.signIn.elsewhere.text')}</p>
        </Fold>
        <Fold icon="person" title={t('addAccount.signIn.approval.title')}>
          <p>{t('addAccount.signIn.approval.text')}</p>
          {message === undefined ? null : (
            <div>
              <CopyButton text={message}>{t('addAccount.ways.administrator.go')}</CopyButton>
            </div>
          )}
        </Fold>
      </div>
    </>
  );
}

/** For how long: whoever has left the page open sees that it is an old one. */
function WaitedFor(): ReactNode {
  const { t } = useTranslation();
  const now = useEverySecond();
  const [begun] = useState(now);
  // a second that has not passed yet is none
  const time = minutesAndSeconds(Math.max(0, Math.floor((now - begun) / 1_000)) * 1_000);
  return (
    <p className="small quiet" role="timer">
      {t('addAccount.signIn.waited', { time })}
    </p>
  );
}
