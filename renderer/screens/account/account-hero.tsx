import { type ReactNode, useState } from 'react';
import { isWholeDomain } from '#contract/account.ts';
import { sameMessage } from '#messages/message.ts';
import type { AccountView, CheckStep, ClientView } from '#contract/views.ts';
import { type RunningCommand, useCommand, useClient } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Details } from '../../components/card.tsx';
import { ProblemNotice, SmallPrint, StateHero, WhoAndHow } from '../../components/notice.tsx';
import { stateLooks } from '../../components/icon.tsx';
import { relativeTime, useNow } from '../../time-words.ts';
import { keptLanguage } from '../../preferences.ts';
import { AdministratorMessage } from './administrator-message.tsx';
import { AccountPasswordForm, SignInPanel } from './sign-in-panel.tsx';
import { causeOf, checkOutcome, remedyOf, renewsItself, signsInWithPerson } from './account-state.ts';
import { SignInDoubt } from './sign-in-doubt.tsx';
import { RemedyButton, SwitchClientDialog } from './remedy.tsx';
import { format, t } from '../../i18n.ts';

interface Subject {
  readonly account: AccountView;
  readonly check: RunningCommand<'check'>;
  readonly onMakePassword: () => void;
  readonly onConnect: () => void;
}

/** How an account stands, and the one main action: what is wrong, who can mend it, and how. */
export function AccountHero(props: Subject): ReactNode {
  const { account, check } = props;
  const authorize = useCommand('account-authorize');
  const cancel = useCommand('account-cancel-sign-in');
  const input = { account: account.id };
  if (account.signIn !== undefined) {
    return (
      <>
        <SignInPanel
          address={account.address}
          signIn={account.signIn}
          onCancel={() => void cancel.run(input)}
        />
        <ProblemNotice problem={cancel.problem} />
      </>
    );
  }
  // what the account itself tells above is not told twice, and whoever cancels knows
  const { problem: failure } = authorize;
  const isTold = failure?.code === 'cancelled' || sameMessage(failure?.message, account.problem?.message);
  const problem = isTold ? undefined : failure;
  return (
    <>
      {account.doubt !== undefined && (account.state === 'ready' || account.state === 'needs-password') ? (
        <SignInDoubt
          account={account}
          doubt={account.doubt}
          onAgain={() => void authorize.run({ ...input, language: keptLanguage() })}
        />
      ) : account.forPeople === true && account.state === 'ready' ? (
        <ForPeople {...props} />
      ) : account.state === 'ready' || account.state === 'signing-in' ? (
        <Working {...props} />
      ) : account.state === 'paused' ? (
        <StateHero
          {...stateLooks.paused}
          title={t('account.hero.paused')}
          action={<RemedyButton account={account} look="main" />}
        >
          <p className="quiet">{t('accounts.paused')}</p>
        </StateHero>
      ) : (
        <Trouble {...props} authorize={authorize} />
      )}
      <ProblemNotice problem={problem} />
      <ProblemNotice problem={check.problem} />
    </>
  );
}

/** A domain has no sign-in of its own: its people come in, one by one. */
function ForPeople({ account, onMakePassword }: Subject): ReactNode {
  const count = account.passwords.length;
  return (
    <StateHero
      {...(count === 0
        ? ({ tone: 'quiet', icon: 'key' } as const)
        : ({ tone: 'good', icon: 'check' } as const))}
      title={t('account.hero.forPeople', { domain: account.address.replace(/^\*@/, '') })}
      action={
        <Button look="main" icon="plus" onClick={onMakePassword}>
          {t('accounts.remedy.make-password')}
        </Button>
      }
    >
      <p className="quiet">
        {count === 0 ? t('account.hero.forPeopleNone') : t('account.hero.forPeopleWaiting', { count })}
      </p>
    </StateHero>
  );
}

/** Nothing is known to be wrong, but for what the last check has found. */
function Working({ account, check, onConnect }: Subject): ReactNode {
  const client = useClient(account);
  const now = useNow();
  const failed = account.check?.running === false ? account.check.steps.find(({ ok }) => !ok) : undefined;
  if (failed !== undefined) return <FailedCheck account={account} failed={failed} />;
  const running = check.busy || account.check?.running === true;
  const { token } = account;
  const never = account.lastActivityAt === undefined;
  const go = isWholeDomain(account.address) ? null : (
    <Button icon="refresh" busy={running} onClick={() => void check.run({ account: account.id })}>
      {t('accounts.remedy.check')}
    </Button>
  );
  return (
    <StateHero
      tone="good"
      title={t(never ? 'account.hero.unused' : 'account.hero.working')}
      action={
        never ? (
          <>
            <Button look="main" onClick={onConnect}>
              {t('account.connect.title')}
            </Button>
            {go}
          </>
        ) : (
          go
        )
      }
    >
      <p className="quiet">
        {token === undefined || !renewsItself(client)
          ? t('account.hero.signedIn')
          : t('account.hero.renews', { when: relativeTime(Math.max(token.renewsAt, now), now) })}
      </p>
    </StateHero>
  );
}

/** What the last check has found, though the sign-in is in order. */
function FailedCheck(props: { readonly account: AccountView; readonly failed: CheckStep }): ReactNode {
  const { account, failed } = props;
  const outcome = checkOutcome(account.check?.steps ?? []);
  return (
    <StateHero tone="bad" role="alert" title={t(`account.check.${outcome}`)}>
      <p className="wrap-anywhere">{format(failed.message)}</p>
      <WhoAndHow problem={failed} />
      {failed.who === 'administrator' ? (
        <div className="row hero-buttons">
          <AdministratorMessage account={account} problem={failed} look="main" />
        </div>
      ) : null}
    </StateHero>
  );
}

/** Something is to be mended before mail goes on. */
function Trouble(props: Subject & { readonly authorize: RunningCommand<'account-authorize'> }): ReactNode {
  const { account, authorize, onMakePassword } = props;
  const client = useClient(account);
  const [switching, setSwitching] = useState(false);
  const remedy = remedyOf(account, client);
  const now = useNow();
  const { state, problem } = account;
  const firstLogin =
    state === 'needs-sign-in' && account.signedInAt === undefined ? account.firstLogin : undefined;
  const signIn = (): void => void authorize.run({ account: account.id, language: keptLanguage() });
  return (
    <StateHero {...stateLooks[state]} role="alert" title={headlineOf(account, client)}>
      <p className="wrap-anywhere">
        {firstLogin === undefined
          ? problem === undefined
            ? t('accounts.noPassword.message')
            : format(causeOf(problem.message))
          : t('account.hero.firstLoginText', {
              peer: firstLogin.peer,
              address: account.address,
              when: relativeTime(Date.parse(firstLogin.at), now),
            })}
      </p>
      {problem === undefined ? null : <WhoAndHow problem={problem} />}
      {remedy === 'account-password' ? (
        <AccountPasswordForm
          address={account.address}
          busy={authorize.busy}
          onPassword={(password) => void authorize.run({ account: account.id, password })}
        />
      ) : null}
      <div className="row hero-buttons">
        {actionOf()}
        {problem === undefined ? null : <AdministratorMessage account={account} problem={problem} />}
      </div>
      {problem === undefined ? null : (
        <Details summary={t('account.check.details')}>
          <SmallPrint problem={problem} />
        </Details>
      )}
      <SwitchClientDialog account={account} open={switching} onClose={() => setSwitching(false)} />
    </StateHero>
  );

  function actionOf(): ReactNode {
    switch (remedy) {
      case 'sign-in':
      case 'sign-in-again':
      case 'make-password':
      case 'switch-client': {
        const act = {
          'sign-in': signIn,
          'sign-in-again': signIn,
          'make-password': onMakePassword,
          'switch-client': () => setSwitching(true),
        }[remedy];
        return (
          <Button look="main" busy={authorize.busy} onClick={act}>
            {act === signIn && !signsInWithPerson(client)
              ? t('common.tryAgain')
              : t(`accounts.remedy.${remedy}`)}
          </Button>
        );
      }
      case 'check':
      case 'open-client':
      case 'send-by-api':
      case 'resume':
        return <RemedyButton account={account} look="main" />;
      case 'account-password':
      case 'cancel':
      case undefined:
        return null;
      default:
        return remedy satisfies never;
    }
  }
}

function headlineOf(account: AccountView, client: ClientView | undefined): string {
  const provider =
    client === undefined || client.provider === 'custom' ? undefined : t(`provider.${client.provider}`);
  const who = provider ?? t('account.hero.theProvider');
  switch (account.state) {
    case 'needs-sign-in':
      return account.signedInAt === undefined
        ? t(account.firstLogin === undefined ? 'account.hero.notSignedIn' : 'account.hero.firstLogin')
        : t('account.hero.signInAgain', { provider: who });
    case 'needs-password':
      return t('account.hero.needsPassword');
    case 'refused':
    case 'unreachable':
      return account.problem?.origin === 'here'
        ? t('account.hero.causeHere')
        : t(`account.hero.${account.state}`, { provider: who });
    case 'ready':
    case 'signing-in':
    case 'paused':
      return t(`state.${account.state}`);
    default:
      return account.state satisfies never;
  }
}
