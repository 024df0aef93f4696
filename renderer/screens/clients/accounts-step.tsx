import { createPortal } from 'react-dom';
import { freeName } from '#contract/account.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { endpointFor, protocolName, protocols } from '#contract/endpoints.ts';
import { problemText } from '#messages/message.ts';
import type { ChecklistView } from '#contract/settings.ts';
import type { CommandOutput } from '#contract/commands.ts';
import type { HostCommandOutput } from '#contract/commands/host.ts';
import type { Problem } from '#contract/problem.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { Address } from '../../components/address.tsx';
import { Facts } from '../../components/text.tsx';
import { useBackend, useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { type IconName, Mark, type Tone } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { dateAlone } from '../../time-words.ts';
import { endpointForDevices } from '../account/phone-settings.ts';
import { format, t } from '../../i18n.ts';

type Mailbox = ChecklistView['mailboxes'][number];

const marks: Record<Mailbox['state'], readonly [Tone, IconName]> = {
  unchecked: ['quiet', 'clock'],
  checking: ['busy', 'ring'],
  open: ['good', 'check'],
  'not-yet': ['care', 'cloud-off'],
  refused: ['bad', 'cross'],
};

/** The mailboxes become accounts, are looked at until they open, and get their local passwords. */
export function AccountsStep(props: {
  readonly client: ClientView;
  readonly mailboxes: readonly Mailbox[];
}): ReactNode {
  const { client, mailboxes } = props;
  const adding = useCommand('accounts-add');
  const checking = useCommand('mailbox-checks-start');
  const [refused, setRefused] = useState<CommandOutput<'accounts-add'>['results']>([]);
  const accounts = useSnapshot().accounts;
  const lacking = mailboxes.filter(({ account }) => account === undefined);
  const added = accounts.filter(({ id }) => mailboxes.some(({ account }) => account === id));
  const problem = adding.problem ?? checking.problem;
  const add = async (): Promise<void> => {
    const result = await adding.run({
      client: client.id,
      addresses: lacking.map(({ address }) => address),
    });
    if (!result.ok) return;
    setRefused(result.value.results.filter(({ outcome }) => outcome === 'refused'));
    await checking.run({ client: client.id });
  };
  return (
    <>
      <table className="card state-table">
        <thead>
          <tr>
            <th scope="col">{t('client.setup.mailbox')}</th>
            <th scope="col">{t('client.setup.state')}</th>
          </tr>
        </thead>
        <tbody>
          {mailboxes.map((mailbox) => (
            <MailboxRow
              key={mailbox.address}
              mailbox={mailbox}
              refusal={refused.find(({ address }) => address === mailbox.address)?.problem}
            />
          ))}
        </tbody>
      </table>
      <ProblemNotice problem={problem} />
      {lacking.length === 0 ? null : (
        <div className="row form-actions">
          <Button look="main" icon="plus" busy={adding.busy} onClick={() => void add()}>
            {t('client.setup.addAll', { count: lacking.length })}
          </Button>
        </div>
      )}
      <Passwords accounts={added} main={lacking.length === 0} />
    </>
  );
}

/** Has the accounts of a list looked at once more. */
export function CheckAgain(props: {
  readonly client: ClientView;
  readonly mailboxes: readonly Mailbox[];
}): ReactNode {
  const { client, mailboxes } = props;
  const checking = useCommand('mailbox-checks-start');
  return (
    <Button
      icon="refresh"
      busy={checking.busy || mailboxes.some(({ state }) => state === 'checking')}
      onClick={() => void checking.run({ client: client.id })}
    >
      {t(
        mailboxes.every(({ state }) => state === 'unchecked')
          ? 'accounts.remedy.check'
          : 'account.check.again',
      )}
    </Button>
  );
}

function MailboxRow(props: { readonly mailbox: Mailbox; readonly refusal: Problem | undefined }): ReactNode {
  const { address, account, state, problem = props.refusal } = props.mailbox;
  const [tone, icon] = marks[state];
  return (
    <tr>
      <td>
        {account === undefined ? (
          <Address address={address} />
        ) : (
          <a href={hrefOf({ page: 'account', id: account })}>
            <Address address={address} />
          </a>
        )}
        {problem === undefined || (state !== 'refused' && props.refusal === undefined) ? null : (
          <p className="small quiet wrap-anywhere">{format(problemText(problem))}</p>
        )}
      </td>
      <td>
        <Mark tone={tone} icon={icon}>
          {t(
            state === 'unchecked' && account === undefined
              ? 'client.setup.notAdded'
              : `client.mailbox.${state}`,
          )}
        </Mark>
      </td>
    </tr>
  );
}

/** A local password for each account that has none, or for all of them: as one file, or on paper. */
function Passwords(props: {
  readonly accounts: readonly AccountView[];
  /** Nothing else is to be done before. */
  readonly main: boolean;
}): ReactNode {
  const { accounts, main } = props;
  const backend = useBackend();
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [skipped, setSkipped] = useState<readonly Skipped[]>([]);
  const [made, setMade] = useState<readonly MadePassword[]>([]);
  const without = accounts.filter(
    ({ passwords, passwordMode }) => passwordMode === 'own' && passwords.length === 0,
  );
  const wanted = without.length > 0 ? without : accounts;
  const none = accounts.length === 0;
  // the second time in a day too: a name is an account's only once
  const name = freeName(
    t('client.setup.passwordName', { date: dateAlone(Date.now()) }),
    wanted.flatMap(({ passwords }) => passwords.map((password) => password.name)),
  );
  const begin = (): void => {
    setBusy(true);
    setProblem(undefined);
    setSaved(0);
    setSkipped([]);
  };
  const save = async (): Promise<void> => {
    begin();
    const result = await backend.host('host-save-passwords', {
      accounts: wanted.map(({ id }) => id),
      name,
    });
    setBusy(false);
    if (!result.ok) return setProblem(result);
    setSaved(result.value.count);
    setSkipped(result.value.skipped);
  };
  const print = async (): Promise<void> => {
    begin();
    const sheet: MadePassword[] = [];
    const left: Skipped[] = [];
    for (const { id, address } of wanted) {
      // one after the other: each is derived at some cost
      // oxlint-disable-next-line no-await-in-loop
      const result = await backend.run('password-new', { account: id, name });
      if (!result.ok) left.push({ address, problem: result });
      else if (result.value.password !== undefined) sheet.push({ address, password: result.value.password });
    }
    setBusy(false);
    setSkipped(left);
    setMade(sheet);
  };
  return (
    <>
      <div className={main ? 'row form-actions' : 'row'}>
        <Button
          icon="lock"
          look={main && without.length > 0 ? 'main' : 'normal'}
          disabled={none}
          busy={busy}
          reason={t('client.setup.addFirst')}
          onClick={() => void save()}
        >
          {t('client.setup.makePasswords')}
        </Button>
        {none ? null : (
          <Button look="link" icon="printer" disabled={busy} onClick={() => void print()}>
            {t('client.setup.printPasswords')}
          </Button>
        )}
      </div>
      <p role="status" className={saved === 0 ? 'visually-hidden' : 'small tone-good'}>
        {saved === 0 ? '' : t('client.setup.passwordsSaved', { count: saved })}
      </p>
      <ProblemNotice problem={problem} />
      <SkippedAccounts skipped={skipped} />
      {made.length === 0 ? null : <PasswordSheet made={made} onDone={() => setMade([])} />}
    </>
  );
}

type Skipped = HostCommandOutput<'host-save-passwords'>['skipped'][number];

/** The accounts that got no password, each with the reason. */
function SkippedAccounts({ skipped }: { readonly skipped: readonly Skipped[] }): ReactNode {
  if (skipped.length === 0) return null;
  return (
    <div className="notice notice-bad stack-tight" role="alert">
      <p className="strong">{t('client.setup.passwordsSkipped', { count: skipped.length })}</p>
      <ul className="wrap-anywhere">
        {skipped.map(({ address, problem }) => (
          <li key={address}>
            {address}: {format(problemText(problem))}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface MadePassword {
  readonly address: string;
  readonly password: string;
}

/**
 * Passwords that were made just now, printed with what a mail program enters beside them: a part of paper for each
 * mailbox. They are held by this page alone, and gone with it.
 */
function PasswordSheet(props: {
  readonly made: readonly MadePassword[];
  readonly onDone: () => void;
}): ReactNode {
  const { made, onDone } = props;
  const parts = <SheetParts made={made} />;
  useEffect(() => {
    window.print();
  }, [made]);
  return (
    <section className="stack" aria-label={t('client.setup.sheet')}>
      <p>{t('client.setup.sheetText')}</p>
      {parts}
      <div className="row">
        <Button icon="printer" onClick={() => window.print()}>
          {t('client.setup.printAgain')}
        </Button>
        <Button look="main" onClick={onDone}>
          {t('client.setup.sheetDone')}
        </Button>
      </div>
      {/* beside the program's window: on paper there is nothing else */}
      {createPortal(<div className="paper">{parts}</div>, document.body)}
    </section>
  );
}

function SheetParts({ made }: { readonly made: readonly MadePassword[] }): ReactNode {
  const snapshot = useSnapshot();
  // paper goes to devices: where they reach this computer, its own address is no use to them
  const endpoints = protocols
    .map(
      (protocol) =>
        endpointForDevices(snapshot, protocol, t('account.connect.networkServer')) ??
        endpointFor(snapshot.listeners, protocol, 'plain-first'),
    )
    .filter((endpoint) => endpoint !== undefined);
  return made.map(({ address, password }) => (
    <div key={address} className="sunken paper-part" translate="no">
      <h3 className="wrap-anywhere">{address}</h3>
      <Facts
        className="paper-facts"
        facts={[
          ...endpoints.map(
            ({ protocol, host, port, security }) =>
              [
                protocolName[protocol],
                <>
                  <code>{`${host}:${String(port)}`}</code> {security === 'tls' ? 'TLS' : ''}
                </>,
              ] as const,
          ),
          [t('account.connect.password'), <code>{password}</code>],
        ]}
      />
    </div>
  ));
}
