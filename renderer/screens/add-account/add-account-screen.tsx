import { freeName, adoptedName } from '#contract/account.ts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useActivity, useCommand, useHostInfo, useSnapshot } from '../../backend/backend-context.tsx';
import { type Progress, ProviderStep } from './provider-step.tsx';
import { SignInStep } from './sign-in-step.tsx';
import { AddressField, Form } from '../../components/field.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState, FootBar } from '../../components/page-heading.tsx';
import { GatePicture } from '../../components/icon.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { addressFault } from './address.ts';
import { StepFrame, StepHeading } from './step-frame.tsx';
import { t } from '../../i18n.ts';
import type { AccountView } from '#contract/views.ts';
import { ProblemNotice, StateHero } from '../../components/notice.tsx';
import { SecretValue } from '../../components/text.tsx';
import { AccountGone } from '../account/account-screen.tsx';
import { ConnectCard } from '../account/connect-card.tsx';
import { useRemovals } from '../accounts/removals.tsx';
import type { ShownPassword } from '../account/account-state.ts';

/** The account that is being added, once it is there. */
interface Added {
  readonly id: string;
  readonly progress: Progress;
  /** It was added just now: its sign-in begins by itself, and Cancel takes it away again. */
  readonly fresh: boolean;
  /** Typed in the step before, for the provider to judge (the password grant). */
  readonly password?: string | undefined;
}

/** Adds an account: address, provider and client, sign-in, mail program. */
export function AddAccountScreen({ address }: { readonly address: string | undefined }): ReactNode {
  const snapshot = useSnapshot();
  const [added, setAdded] = useState<Added>();
  const [seen, setSeen] = useState<string>();
  const removing = useRemovals().some(({ problem }) => problem === undefined);
  if (address === undefined) return <AddressStep />;
  // one may be of this address
  if (removing) return <Loading />;
  if (added === undefined) {
    return (
      <ProviderStep
        address={address}
        onAdded={(id, password) => setAdded({ id, progress: 'sign-in', fresh: true, password })}
        onUnderWay={(id, progress) => setAdded({ id, progress, fresh: false })}
      />
    );
  }
  const account = snapshot.accounts.find(({ id }) => id === added.id);
  if (account === undefined) {
    // the snapshot with it comes a moment later; once it was there, somebody has removed it
    return seen === added.id ? <AccountGone /> : <Loading />;
  }
  if (seen !== added.id) setSeen(added.id);
  if (added.progress === 'connect') return <ConnectStep account={account} />;
  return (
    <SignInStep
      account={account}
      fresh={added.fresh}
      password={added.password}
      onSignedIn={() => setAdded({ ...added, progress: 'connect' })}
    />
  );
}

function Loading(): ReactNode {
  return <p className="quiet">{t('common.loading')}</p>;
}

function AddressStep(): ReactNode {
  return (
    <StepFrame step="address">
      <section className="card stack">
        <AddressForm label={t('addAccount.address.field')} help={t('addAccount.address.help')} />
      </section>
    </StepFrame>
  );
}

/** Nothing is set up yet: what this is, one field, one button. */
export function FirstAccount(): ReactNode {
  return (
    <EmptyState
      picture={<GatePicture from={t('accounts.none.from')} to={t('accounts.none.to')} />}
      title={t('accounts.none.title')}
      text={t('accounts.none.what')}
    >
      <AddressForm label={t('accounts.none.field')} help={t('accounts.none.help')} />
      <div className="row first-links small">
        <a href={hrefOf({ page: 'import' })}>{t('accounts.none.import')}</a>
        <a href={hrefOf({ page: 'add-client', provider: 'microsoft365', grant: 'client-credentials' })}>
          {t('accounts.none.many')}
        </a>
      </div>
    </EmptyState>
  );
}

function AddressForm({ label, help }: { readonly label: string; readonly help: string }): ReactNode {
  const [address, setAddress] = useState('');
  const [complained, setComplained] = useState(false);
  const fault = addressFault(address);
  const form = useRef<HTMLFormElement>(null);
  // the page is about this one field
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <Form
      ref={form}
      className="address-form"
      onSubmit={() => {
        if (fault === undefined) goTo({ page: 'add-account', address: address.trim() });
        else setComplained(true);
      }}
    >
      <AddressField
        label={label}
        help={help}
        problem={complained && fault !== undefined ? t(`addAccount.address.${fault}`) : undefined}
        autoComplete="email"
        placeholder={t('addAccount.address.example')}
        value={address}
        onValue={setAddress}
      />
      <Button type="submit" look="main" className="button-page">
        {t('addAccount.address.go')}
      </Button>
    </Form>
  );
}

/**
 * Step 4: a local password, and what to enter into the mail program; each protocol ticks at its first login. Whoever
 * leaves for the settings, goes back or loads the page anew finds the same password here, until the set-up is finished.
 */
function ConnectStep({ account }: { readonly account: AccountView }): ReactNode {
  const { id, address } = account;
  const tray = useHostInfo()?.tray === true;
  const [shown, setShown] = useState<ShownPassword>();
  const { run, problem } = useCommand('set-up-begin');
  const end = useCommand('set-up-end');
  const begun = useRef(false);
  const { receives, sends } = useLogins(id);
  const makePassword = async (): Promise<void> => {
    const taken = account.passwords.map((one) => one.name);
    const setUp = await run({ account: id, name: freeName(t('account.passwords.defaultName'), taken) });
    if (setUp.ok) setShown(setUp.value);
  };
  const finish = async (then: Parameters<typeof goTo>[0]): Promise<void> => {
    // first, as the account's page tells a password that is still kept
    const ended = await end.run({ account: id });
    if (ended.ok) goTo(then);
  };
  useEffect(() => {
    // whose mail program is set up already needs no other, also where it has just logged in
    const adopts =
      account.passwordMode !== 'own' || account.passwords.some(({ name }) => name === adoptedName);
    if (begun.current || adopts) return;
    begun.current = true;
    void makePassword();
  });
  const done = receives && sends;
  const loggedIn = receives || sends;
  return (
    <StepFrame
      step={done ? 'done' : 'connect'}
      cancel={null}
      {...(done ? { title: t('addAccount.connect.connected', { address }) } : {})}
    >
      <StepHeading className="visually-hidden">{t('addAccount.connect.heading', { address })}</StepHeading>
      {done ? (
        <StateHero tone="good" role="status" title={t('addAccount.connect.loggedIn')}>
          <p className="quiet">
            {t(tray ? 'addAccount.connect.closeWindow' : 'addAccount.connect.closePage')}
          </p>
        </StateHero>
      ) : null}
      <ProblemNotice problem={problem} />
      {shown === undefined ? null : (
        <div className="card row set-up-password">
          <div>
            <h3>{t('addAccount.connect.passwordTitle')}</h3>
            <p className="small quiet">{t('addAccount.connect.password')}</p>
          </div>
          <SecretValue label={t('account.connect.password')} value={shown.password} />
        </div>
      )}
      <ConnectCard account={account} shown={shown} />
      <ProblemNotice problem={end.problem} />
      <FootBar>
        <Button
          look={loggedIn ? 'main' : 'normal'}
          busy={end.busy}
          onClick={() => void finish({ page: 'account', id })}
        >
          {t(loggedIn ? 'addAccount.connect.finish' : 'addAccount.signIn.later')}
        </Button>
        <Button disabled={end.busy} onClick={() => void finish({ page: 'add-account' })}>
          {t('addAccount.connect.addAnother')}
        </Button>
      </FootBar>
    </StepFrame>
  );
}

/** Over which side a mail program has logged in. */
function useLogins(account: string): { readonly receives: boolean; readonly sends: boolean } {
  const activity = useActivity();
  const accepted = activity.filter((entry) => entry.accountId === account && entry.kind === 'login-accepted');
  return {
    receives: accepted.some(({ protocol }) => protocol === 'imap' || protocol === 'pop'),
    sends: accepted.some(({ protocol }) => protocol === 'smtp'),
  };
}
