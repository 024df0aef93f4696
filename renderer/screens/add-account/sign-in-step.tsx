import { type ReactNode, useEffect, useRef, useState } from 'react';
import { presetFor } from '#contract/providers/presets.ts';
import type { AccountView } from '#contract/views.ts';
import type { Message } from '#messages/message.ts';
import { useBackend, useCommand, useClient } from '../../backend/backend-context.tsx';
import { Button, ButtonLink, CopyButton } from '../../components/button.tsx';
import { DeviceCode } from '../../components/device-code.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { keptLanguage } from '../../preferences.ts';
import { goTo, hrefOf } from '../../route.ts';
import { AdministratorMessage, useAdministratorMessage } from '../account/administrator-message.tsx';
import { AccountPasswordForm, SignInLinks } from '../account/sign-in-panel.tsx';
import { remedyOf } from '../account/account-state.ts';
import { SignInDoubt } from '../account/sign-in-doubt.tsx';
import { SwitchClientDialog } from '../account/remedy.tsx';
import { companyOf } from './address.ts';
import { StepFrame, StepHeading } from './step-frame.tsx';
import { Fold } from '../../components/card.tsx';
import { ProviderMark } from '../../components/icon.tsx';
import { minutesAndSeconds, useEverySecond } from '../../time-words.ts';
import { t } from '../../i18n.ts';

/** Step 3: the sign-in. It begins by itself; what goes wrong comes back here, with what can mend it. */
export function SignInStep(props: {
  readonly account: AccountView;
  /** It was added just now, and nobody has signed in yet. */
  readonly fresh: boolean;
  readonly password: string | undefined;
  readonly onSignedIn: () => void;
}): ReactNode {
  const { account, fresh, password, onSignedIn } = props;
  const backend = useBackend();
  const client = useClient(account);
  const authorize = useCommand('account-authorize');
  const [choosing, setChoosing] = useState(false);
  const [told, setTold] = useState<Message>();
  const doubt = told ?? account.doubt;
  const begun = useRef(!fresh);
  const { id, signIn } = account;
  const { run, problem } = authorize;
  const begin = async (typed?: string): Promise<void> => {
    const result = await run({ account: id, password: typed, language: keptLanguage() });
    if (!result.ok) return;
    if (result.value.doubt === undefined) onSignedIn();
    else setTold(result.value.doubt);
  };
  useEffect(() => {
    // once, and only once: an account that was begun twice would wait for two people
    if (begun.current) return;
    begun.current = true;
    void begin(password);
  });
  // one that was begun before the page was loaded anew ends without telling us
  const over =
    !authorize.busy && doubt === undefined && signIn === undefined && account.signedInAt !== undefined;
  useEffect(() => {
    if (over) onSignedIn();
  });
  const leave = async (): Promise<void> => {
    // first: here it would be told that the account is gone
    goTo({ page: 'accounts' });
    await backend.run('account-cancel-sign-in', { account: id });
    if (fresh) await backend.run('account-remove', { account: id });
  };
  const cancel = (
    <Button look="quiet" onClick={() => void leave()}>
      {t('common.cancel')}
    </Button>
  );
  return (
    <StepFrame step="sign-in" cancel={cancel}>
      {body()}
      <SwitchClientDialog
        account={account}
        open={choosing}
        onSwitched={authorize.forget}
        onClose={() => setChoosing(false)}
      />
    </StepFrame>
  );

  function body(): ReactNode {
    if (doubt !== undefined) {
      return (
        <SignInDoubt
          account={account}
          doubt={doubt}
          heading={(text) => <StepHeading>{text}</StepHeading>}
          onAgain={() => {
            setTold(undefined);
            void begin();
          }}
          onKept={onSignedIn}
        />
      );
    }
    if (signIn?.userCode !== undefined) {
      return (
        <DeviceCode key={signIn.userCode} address={account.address} {...signIn} userCode={signIn.userCode} />
      );
    }
    if (signIn !== undefined) return <WaitingCard account={account} url={signIn.url} />;
    if (authorize.busy) {
      return (
        <p className="waiting quiet" role="status">
          {t('account.signIn.silent')}
        </p>
      );
    }
    const isPassword = client?.grant === 'password';
    const heading = <StepHeading>{t('addAccount.signIn.heading', { address: account.address })}</StepHeading>;
    const passwordForm = isPassword ? (
      <AccountPasswordForm
        address={account.address}
        busy={authorize.busy}
        onPassword={(typed) => void begin(typed)}
      />
    ) : null;
    if (problem === undefined) {
      // not begun here, or put back by another client
      const provider = client?.provider ?? 'custom';
      return (
        <section className="card stack">
          {heading}
          {passwordForm ?? (
            <div>
              <Button
                look="main"
                className="button-page"
                icon={presetFor({ provider }).mark.glyph}
                onClick={() => void begin()}
              >
                {t(`addAccount.provider.way.${client?.grant ?? 'authorization-code'}.go`, {
                  company: companyOf(provider),
                })}
              </Button>
            </div>
          )}
        </section>
      );
    }
    const isOfClient = remedyOf({ ...account, state: 'refused', problem }, client) === 'open-client';
    return (
      <>
        {heading}
        <ProblemNotice problem={problem} />
        {passwordForm}
        <div className="row">
          {isPassword ? null : (
            <Button look="main" onClick={() => void begin()}>
              {t('common.tryAgain')}
            </Button>
          )}
          <AdministratorMessage account={account} problem={problem} />
          {client?.builtIn === false && isOfClient ? (
            <ButtonLink href={hrefOf({ page: 'client', id: account.clientId })}>
              {t('addAccount.signIn.editClient')}
            </ButtonLink>
          ) : null}
          <Button onClick={() => setChoosing(true)}>{t('addAccount.signIn.otherClient')}</Button>
          <ButtonLink look="quiet" href={hrefOf({ page: 'account', id })}>
            {t('addAccount.signIn.later')}
          </ButtonLink>
        </div>
      </>
    );
  }
}

/** The person's turn, on the provider's page: whose page, as whom, and what to do where one is stuck. */
function WaitingCard(props: {
  readonly account: AccountView;
  /** Left out until the page is there. */
  readonly url: string | undefined;
}): ReactNode {
  const { account, url } = props;
  const client = useClient(account);
  const message = useAdministratorMessage(account.address, account.clientId);
  return (
    <>
      <section className="card stack waiting-card">
        <span className="waiting-mark">
          <svg viewBox="0 0 72 72" aria-hidden="true">
            <circle cx="36" cy="36" r="34" />
            <path d="M36 2a34 34 0 0 1 34 34" />
          </svg>
          <ProviderMark provider={client?.provider} large />
        </span>
        <div role="status">
          <StepHeading>{t('account.signIn.waiting')}</StepHeading>
          <p className="quiet wrap-anywhere">
            {url === undefined
              ? t('account.signIn.opening')
              : t('account.signIn.pageOpened', {
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
