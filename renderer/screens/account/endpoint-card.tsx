import { type ReactNode, useState } from 'react';
import { type MailEndpoint, type Protocol, protocolName } from '#contract/endpoints.ts';
import type { AccountView, ActivityEntry } from '#contract/views.ts';
import { isWholeDomain } from '#contract/account.ts';
import type { MailProgram } from '#contract/commands/setup.ts';
import { Select } from '../../components/field.tsx';
import { useActivity, useCommand, useHostCommand } from '../../backend/backend-context.tsx';
import { Button, CopyButton } from '../../components/button.tsx';
import { type NamedValue, ValueRows } from '../../components/text.tsx';
import { hrefOf } from '../../route.ts';
import { Mark } from '../../components/icon.tsx';
import { timeOfDay, useNow } from '../../time-words.ts';
import { ProblemNotice } from '../../components/notice.tsx';
import { format, t } from '../../i18n.ts';

/** Whether a mail program has logged in over a protocol: it waits for the first one, and says why one was refused. */
function LoginWatch(props: { readonly account: AccountView; readonly protocol: Protocol }): ReactNode {
  const { account, protocol } = props;
  const now = useNow();
  const activity = useActivity();
  const newest = (kind: ActivityEntry['kind']): ActivityEntry | undefined =>
    activity.findLast(
      (entry) => entry.accountId === account.id && entry.protocol === protocol && entry.kind === kind,
    );
  const accepted = newest('login-accepted');
  const refused = newest('login-refused');
  const failing = refused !== undefined && refused.at > (accepted?.at ?? 0) ? refused : undefined;
  return (
    <>
      <div role="status">
        {failing !== undefined ? (
          <Mark tone="bad">{t('account.connect.watch.refused', { time: timeOfDay(failing.at, now) })}</Mark>
        ) : accepted !== undefined ? (
          <Mark tone="good">{t('account.connect.watch.done', { time: timeOfDay(accepted.at, now) })}</Mark>
        ) : account.lastActivityAt === undefined ? (
          <Mark tone="busy">{t('account.connect.watch.waiting')}</Mark>
        ) : null}
      </div>
      {failing === undefined ? null : (
        <p className="small wrap-anywhere login-watch-why">{format(failing.text)}</p>
      )}
    </>
  );
}

const configurations = ['mutt', 'msmtp', 'mbsync', 'fetchmail', 'getmail', 'offlineimap'] as const;

/** Saves settings for a mail program as a file; without a program named, one of those that read one is chosen. */
export function SaveProfile(props: {
  readonly account: AccountView;
  readonly program?: MailProgram;
  readonly label: string;
}): ReactNode {
  const { account, program, label } = props;
  const profile = useCommand('client-profile');
  const saving = useHostCommand('host-save-file');
  const [chosen, setChosen] = useState<(typeof configurations)[number]>('mutt');
  // a whole domain has no settings of its own
  if (isWholeDomain(account.address)) return null;
  const save = async (): Promise<void> => {
    const made = await profile.run({ account: account.id, program: program ?? chosen });
    if (made.ok) await saving.run(made.value);
  };
  return (
    <>
      {program === undefined ? (
        <div className="row">
          <label className="row">
            {label}
            <Select
              className="select"
              options={configurations.map((each) => [each, each])}
              value={chosen}
              onValue={setChosen}
            />
          </label>
          <Button busy={profile.busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </div>
      ) : (
        <Button busy={profile.busy} onClick={() => void save()}>
          {label}
        </Button>
      )}
      <ProblemNotice problem={profile.problem ?? saving.problem} />
    </>
  );
}

/** All of it as a text to paste somewhere. */
export function CopySettings({ account }: { readonly account: AccountView }): ReactNode {
  const profile = useCommand('client-profile');
  const settings = async (): Promise<string | undefined> => {
    const made = await profile.run({ account: account.id, program: 'settings' });
    return made.ok ? made.value.content : undefined;
  };
  return (
    <>
      <CopyButton text={settings}>{t('account.connect.copyAll')}</CopyButton>
      <ProblemNotice problem={profile.problem} />
    </>
  );
}

/** What would have to be opened first. */
export function Closed({ text }: { readonly text: string }): ReactNode {
  return (
    <p className="notice notice-care">
      {text} <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('account.connect.openSettings')}</a>
    </p>
  );
}

const titles = {
  imap: 'account.connect.incoming',
  pop: 'account.connect.incoming',
  smtp: 'account.connect.outgoing',
} as const;

/** What is entered for one protocol, and whether somebody has logged in with it. */
export function Endpoint(props: {
  readonly protocol: Protocol;
  readonly endpoint: MailEndpoint | undefined;
  readonly account: AccountView;
}): ReactNode {
  const { protocol, endpoint, account } = props;
  const title = t(titles[protocol], { protocol: protocolName[protocol] });
  return (
    <div className="card endpoint" role="group" aria-label={title}>
      <div className="endpoint-head">
        <h3>{title}</h3>
        {endpoint === undefined ? null : <LoginWatch account={account} protocol={protocol} />}
      </div>
      {endpoint === undefined ? (
        <p>
          {t('account.connect.closed')}{' '}
          <a href={hrefOf({ page: 'settings', tab: 'ports' })}>{t('account.connect.openSettings')}</a>
        </p>
      ) : (
        <ValueRows
          rows={enteredRows({
            ...endpoint,
            security: t(endpoint.security === 'tls' ? 'account.connect.tls' : 'account.connect.plain'),
            user: isWholeDomain(account.address) ? undefined : account.address,
            password: passwordWords(account),
          })}
        />
      )}
    </div>
  );
}

/** Which password it is, where that has to be said. */
function passwordWords({ passwordMode }: AccountView): string | undefined {
  switch (passwordMode) {
    case 'own':
      return undefined;
    case 'adopt-first':
      return t('account.connect.passwordAdopt');
    case 'pass-on':
      return t('account.connect.passwordPassOn');
    default:
      return passwordMode satisfies never;
  }
}

/** What is entered to reach a server, with its names. */
export function enteredRows(entered: {
  readonly host: string;
  readonly port: number;
  /** In words. */
  readonly security: string;
  /** Undefined: each mailbox has its own. */
  readonly user: string | undefined;
  /** Which one, in words; left out where it stands elsewhere. */
  readonly password: string | undefined;
}): readonly NamedValue[] {
  const { host, port, security, user, password } = entered;
  return [
    [t('account.connect.server'), host],
    [t('account.connect.port'), String(port)],
    [t('account.connect.security'), security, false],
    [t('account.connect.user'), user ?? t('account.connect.wholeDomain'), user !== undefined],
    [t('account.connect.password'), password, false],
  ];
}
