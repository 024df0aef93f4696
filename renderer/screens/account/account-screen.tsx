import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { useCommand, useAnswer } from '../../backend/use-command.ts';
import { Mark } from '../../components/mark.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Button } from '../../components/button.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { accountTabSchema, goTo, hrefOf, type AccountTab } from '../../route.ts';
import { AccountActions, useAccountCommands } from './account-actions.tsx';
import { AccountActivity } from './account-activity.tsx';
import { AccountHeader } from './account-header.tsx';
import { AccountHero } from './account-hero.tsx';
import { CheckCard } from './check-card.tsx';
import { checkOutcome } from './check-outcome.ts';
import { ConnectCard } from './connect-card.tsx';
import { PasswordsCard, ShownPasswordCard } from './passwords-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { freeName, type ShownPassword } from './shown-password.ts';
import { SharedMailboxCard } from './shared-mailbox-card.tsx';
import { SignInFacts, useTokenDetails, WeekCard } from './tokens-card.tsx';

/** One account: how it stands, and all that can be done with it. */
export function AccountScreen(props: {
  readonly id: string;
  readonly tab?: AccountTab | undefined;
}): ReactNode {
  const { snapshot } = useShown();
  const { t } = useTranslation();
  const account = snapshot?.accounts.find((candidate) => candidate.id === props.id);
  if (account === undefined) {
    return (
      <>
        <PageHeading back={{ href: hrefOf({ page: 'accounts' }), text: t('accounts.title') }}>
          {t('account.gone.title')}
        </PageHeading>
        <p>{t('account.gone.text')}</p>
      </>
    );
  }
  const client = snapshot?.clients.find((candidate) => candidate.id === account.clientId);
  return <Present account={account} client={client} tab={props.tab ?? 'overview'} />;
}

function Present(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly tab: AccountTab;
}): ReactNode {
  const { account, client, tab } = props;
  const { id, forPeople = false } = account;
  const { t } = useTranslation();
  const [made, setMade] = useState<ShownPassword>();
  const [hidden, setHidden] = useState(false);
  const commands = useAccountCommands();
  const check = useCommand('check');
  const details = useTokenDetails(account);
  const setUp = useAnswer('set-up-password', { account: id });
  const setUpEnd = useCommand('set-up-end');
  const passwordNew = useCommand('password-new');
  const show = (next: AccountTab): void => goTo({ page: 'account', id, tab: next }, 'instead');
  const makePassword = async (name: string): Promise<boolean> => {
    const result = await passwordNew.run({ account: id, name });
    if (!result.ok) return false;
    const { id: passwordId, password } = result.value;
    if (password !== undefined) setMade({ id: passwordId, name, password });
    setHidden(false);
    return true;
  };
  const makeDefault = async (): Promise<void> => {
    if (await makePassword(freeName(t('account.passwords.defaultName'), account))) show('programs');
  };
  const hide = (): void => {
    setMade(undefined);
    setHidden(true);
    void setUpEnd.run({ account: id });
  };
  const shown = hidden ? undefined : (made ?? (setUp?.ok === true ? setUp.value.kept : undefined));
  // one that was revoked is of no use any more
  const stillThere = account.passwords.some((password) => password.id === shown?.id) ? shown : undefined;
  const problem = commands.pause.problem ?? commands.resume.problem ?? commands.signOut.problem;
  const hero = (
    <AccountHero
      account={account}
      client={client}
      check={check}
      onMakePassword={() => void makeDefault()}
      onConnect={() => show('programs')}
    />
  );
  const week =
    details === undefined ? null : <WeekCard account={account} client={client} details={details} />;
  return (
    <>
      <AccountHeader
        account={account}
        client={client}
        commands={commands}
        onCheck={() => {
          show('overview');
          void check.run({ account: id });
        }}
      />
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      <Tabs
        label={t('account.tabs.label')}
        value={tab}
        onValue={(next) => show(accountTabSchema.catch('overview').parse(next))}
        tabs={[
          {
            id: 'overview',
            label: t('account.tabs.overview'),
            content: (
              <>
                {hero}
                {forPeople ? null : (
                  <>
                    <LastCheck account={account} busy={check.busy}>
                      <CheckCard account={account} check={check} />
                    </LastCheck>
                    {account.state === 'ready' || account.state === 'needs-password' ? week : null}
                    {account.state === 'ready' ? <SessionsCard account={account} /> : null}
                  </>
                )}
              </>
            ),
          },
          {
            id: 'programs',
            label: t('account.tabs.programs'),
            content: (
              <>
                <ShownPasswordCard shown={stillThere} onHide={hide} />
                <ConnectCard account={account} client={client} shown={stillThere} />
                <PasswordsCard account={account} making={passwordNew} onMake={makePassword} />
              </>
            ),
          },
          ...(forPeople
            ? []
            : [
                {
                  id: 'sign-in',
                  label: t('account.tabs.signIn'),
                  content: (
                    <>
                      {account.state === 'ready' ? null : hero}
                      <SignInFacts account={account} client={client} details={details} />
                      {week}
                    </>
                  ),
                },
              ]),
          {
            id: 'activity',
            label: t('account.tabs.activity'),
            content: <AccountActivity account={account} />,
          },
          {
            id: 'advanced',
            label: t('account.tabs.advanced'),
            content: (
              <>
                {forPeople ? null : <SharedMailboxCard account={account} />}
                <AccountActions account={account} commands={commands} />
              </>
            ),
          },
        ]}
      />
    </>
  );
}

/** The last check: a line where it was good and somebody else asked for it, else all of it. */
function LastCheck(props: {
  readonly account: AccountView;
  readonly busy: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { account, busy, children } = props;
  const { check } = account;
  const { t } = useTranslation();
  // one that had ended before the page was opened
  const [seen, setSeen] = useState(check?.running === false ? check.startedAt : undefined);
  const folded =
    !busy && check?.running === false && check.startedAt === seen && checkOutcome(check.steps) === 'good';
  if (!folded) return children;
  return (
    <p className="row">
      <Mark tone="good" icon="check">
        {t('account.check.good')}{' '}
        <RelativeTime at={check.startedAt} say={(when) => t('account.check.when', { when })} />
      </Mark>
      <Button look="link" onClick={() => setSeen(undefined)}>
        {t('account.check.show')}
      </Button>
    </p>
  );
}
