import { type ReactNode, useState } from 'react';
import { freeName } from '#contract/account.ts';
import type { AccountView } from '#contract/views.ts';
import { protocolName, protocols } from '#contract/endpoints.ts';
import { CheckCard, LastCheck } from './check-card.tsx';
import { useActivity, useAnswer, useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/text.tsx';
import { Tabs } from '../../components/card.tsx';
import { type AccountTab, accountTabSchema, goTo, hrefOf } from '../../route.ts';
import { AccountActions, AccountHeader, SharedMailboxCard, useAccountCommands } from './account-actions.tsx';
import { AccountHero } from './account-hero.tsx';
import { onlyProgram, type ShownPassword } from './account-state.ts';
import { ConnectCard } from './connect-card.tsx';
import { PasswordsCard, ShownPasswordCard } from './passwords-card.tsx';
import { SignInFacts, useTokenDetails, WeekCard } from './tokens-card.tsx';
import { type ActivityFilter, ActivityLog, everything } from '../activity/activity-screen.tsx';
import { t } from '../../i18n.ts';

/** One account: how it stands, and all that can be done with it. */
export function AccountScreen(props: {
  readonly id: string;
  readonly tab?: AccountTab | undefined;
}): ReactNode {
  const account = useSnapshot().accounts.find((candidate) => candidate.id === props.id);
  if (account === undefined) return <AccountGone />;
  return <AccountPage account={account} tab={props.tab ?? 'overview'} />;
}

/** What is shown in the place of an account that has been removed. */
export function AccountGone(): ReactNode {
  return (
    <>
      <PageHeading back={{ href: hrefOf({ page: 'accounts' }), text: t('nav.accounts') }}>
        {t('account.gone.title')}
      </PageHeading>
      <p>{t('account.gone.text')}</p>
    </>
  );
}

function AccountPage({
  account,
  tab,
}: {
  readonly account: AccountView;
  readonly tab: AccountTab;
}): ReactNode {
  const { id, forPeople = false } = account;
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
    const taken = account.passwords.map((one) => one.name);
    if (await makePassword(freeName(t('account.passwords.defaultName'), taken))) show('programs');
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
      check={check}
      onMakePassword={() => void makeDefault()}
      onConnect={() => show('programs')}
    />
  );
  const week = details === undefined ? null : <WeekCard account={account} details={details} />;
  return (
    <>
      <AccountHeader
        account={account}
        commands={commands}
        onCheck={() => {
          show('overview');
          void check.run({ account: id });
        }}
      />
      <ProblemNotice problem={problem} />
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
                <ConnectCard account={account} shown={stillThere} />
                <PasswordsCard account={account} making={passwordNew} onMake={makePassword} />
              </>
            ),
          },
          !forPeople && {
            id: 'sign-in',
            label: t('account.tabs.signIn'),
            content: (
              <>
                {account.state === 'ready' ? null : hero}
                <SignInFacts account={account} details={details} />
                {week}
              </>
            ),
          },
          {
            id: 'activity',
            label: t('nav.activity'),
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

/** What happened to one account. */
function AccountActivity({ account }: { readonly account: AccountView }): ReactNode {
  const [filter, setFilter] = useState<ActivityFilter>({ ...everything, accountId: account.id });
  return <ActivityLog filter={filter} onFilter={setFilter} ofAccount={account.id} />;
}

/** Which mail programs are connected, a line for each protocol. */
function SessionsCard({ account }: { readonly account: AccountView }): ReactNode {
  const activity = useActivity();
  const connected = protocols.filter((protocol) => account.sessions[protocol] > 0);
  const count = connected.reduce((sum, protocol) => sum + account.sessions[protocol], 0);
  const program = onlyProgram(account);
  return (
    <section className="card rows" aria-labelledby="sessions-title">
      <div className="row-line">
        <h2 id="sessions-title" className="row-words">
          {t('account.sessions.title')}
        </h2>
        <span className="small quiet">{t('account.sessions.count', { count })}</span>
      </div>
      {connected.length === 0 ? (
        <p className="small quiet">
          {account.lastActivityAt === undefined ? (
            t('accounts.noLoginYet')
          ) : (
            <RelativeTime at={account.lastActivityAt} say={(when) => t('accounts.lastLogin', { when })} />
          )}
        </p>
      ) : (
        connected.map((protocol) => {
          const last = activity.findLast(
            (entry) =>
              entry.accountId === account.id &&
              entry.protocol === protocol &&
              entry.kind === 'login-accepted',
          );
          return (
            <div key={protocol} className="row-line">
              <Icon name={protocol === 'smtp' ? 'plane' : 'mail'} className="tone-quiet" />
              <span className="row-words wrap-anywhere">
                {program === undefined ? (
                  t(`account.sessions.${protocol}`)
                ) : (
                  <span translate="no">{program}</span>
                )}
              </span>
              <span className="small quiet">
                {protocolName[protocol]} × {account.sessions[protocol]}
              </span>
              <span className="small quiet session-time">
                {last === undefined ? null : (
                  <RelativeTime at={last.at} say={(when) => t('accounts.lastLogin', { when })} />
                )}
              </span>
            </div>
          );
        })
      )}
    </section>
  );
}
