import { type ReactNode, useState } from 'react';
import { byUrgency } from '#contract/status.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useBackend, useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Address } from '../../components/address.tsx';
import { type NamedValue, ValueRows } from '../../components/text.tsx';
import { Button, MoreMenu } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Icon, ProviderMark, Tile } from '../../components/icon.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { Tabs } from '../../components/card.tsx';
import { goTo, hrefOf, type Route } from '../../route.ts';
import { dateAlone } from '../../time-words.ts';
import { AccountMark } from '../account/account-mark.tsx';
import { CertificateCard, TestCard } from './certificate-card.tsx';
import { draftOf, forgetDraft, isDraftKept } from './client-draft.ts';
import { ClientChecklist } from './client-checklist.tsx';
import { ClientForm } from './client-form.tsx';
import { aboutClient, ClientHero, endingOf } from './clients-screen.tsx';
import { ConsentCard } from './consent-card.tsx';
import { SecretDialog } from './credential-fields.tsx';
import { t } from '../../i18n.ts';

/** So many accounts are listed; the rest is counted. */
const listed = 12;

/** One OAuth client: what it is, what can be done with it. */
export function ClientScreen(props: Omit<Extract<Route, { page: 'client' }>, 'page'>): ReactNode {
  const client = useSnapshot().clients.find(({ id }) => id === props.id);
  const form = hrefOf({ page: 'client', id: props.id });
  const [changing, setChanging] = useState(() => props.enter === undefined && isDraftKept(form));
  const [entering, setEntering] = useState(props.enter === 'secret');
  /** How often a secret was entered: what was found out with the one before it is not shown any more. */
  const [entered, setEntered] = useState(0);
  if (client === undefined) {
    return (
      <PageHeading back={{ href: hrefOf({ page: 'clients' }), text: t('nav.clients') }}>
        {t('client.gone')}
      </PageHeading>
    );
  }
  const close = (): void => {
    forgetDraft(form);
    setChanging(false);
  };
  if (changing) return <ChangeClient client={client} form={form} onDone={close} />;
  const leave = (): void => {
    setEntering(false);
    // so that neither a reload nor Back asks again
    if (props.enter !== undefined) goTo({ page: 'client', id: client.id }, 'instead');
  };
  const hasSecret = client.credential === 'secret' && !client.builtIn;
  return (
    <>
      <ShowClient
        key={entered}
        client={client}
        onChange={() => setChanging(true)}
        onCredential={() => (hasSecret ? setEntering(true) : setChanging(true))}
      />
      <SecretDialog
        client={client}
        open={hasSecret && entering}
        onSaved={() => {
          setEntered((times) => times + 1);
          leave();
        }}
        onClose={leave}
      />
    </>
  );
}

function ChangeClient(props: {
  readonly client: ClientView;
  readonly form: string;
  readonly onDone: () => void;
}): ReactNode {
  const { client, form, onDone } = props;
  const backend = useBackend();
  return (
    <>
      <PageHeading aside={<Button onClick={onDone}>{t('common.cancel')}</Button>}>
        {t('clientForm.editTitle', { name: client.name })}
      </PageHeading>
      <ClientForm
        keptAs={form}
        initial={draftOf(client)}
        keepsCredential
        submitLabel={t('common.save')}
        onSubmit={async ({ fields, credential, clear }) => {
          const result = await backend.run('client-update', {
            client: client.id,
            change: fields,
            clear,
            credential,
          });
          if (!result.ok) return result;
          onDone();
          return undefined;
        }}
      />
    </>
  );
}

function ShowClient(props: {
  readonly client: ClientView;
  readonly onChange: () => void;
  /** Another secret is to be entered, or what else proves the client. */
  readonly onCredential: () => void;
}): ReactNode {
  const { client, onChange, onCredential } = props;
  const [removing, setRemoving] = useState(false);
  const accounts = useSnapshot().accounts.filter(({ clientId }) => clientId === client.id);
  const isAppOnly = client.grant === 'client-credentials';
  const isUrgent = endingOf(client) !== undefined;
  const [tab, setTab] = useState('overview');
  const hero = (
    <ClientHero
      client={client}
      accounts={accounts}
      onSecret={onCredential}
      onCertificate={() => setTab('details')}
    />
  );
  return (
    <>
      <PageHeading
        back={{ href: hrefOf({ page: 'clients' }), text: t('nav.clients') }}
        mark={
          isAppOnly ? (
            <Tile icon="key" ground="blue" large />
          ) : (
            <ProviderMark provider={client.provider} large />
          )
        }
        subtitle={[aboutClient(client), expiryWords()].filter((words) => words !== '').join(' · ')}
        aside={
          client.builtIn ? undefined : (
            <>
              <Button onClick={onChange}>{t('client.change')}</Button>
              <MoreMenu
                label={t('client.menu')}
                entries={[
                  {
                    label: t('client.duplicate'),
                    icon: 'copy',
                    onChoose: () => goTo({ page: 'add-client', copyOf: client.id }),
                  },
                  {
                    label: t('common.remove'),
                    icon: 'trash',
                    danger: true,
                    onChoose: () => setRemoving(true),
                  },
                ]}
              />
            </>
          )
        }
      >
        {client.name}
      </PageHeading>
      <Tabs
        label={t('client.tabs')}
        value={tab}
        onValue={setTab}
        tabs={[
          {
            id: 'overview',
            label: t('account.tabs.overview'),
            content: isAppOnly ? (
              <>
                {isUrgent ? hero : null}
                {client.checklist === undefined ? null : (
                  <ClientChecklist client={client} checklist={client.checklist} onCredential={onCredential} />
                )}
              </>
            ) : (
              <>
                {hero}
                {client.provider === 'microsoft365' ? <ConsentCard client={client} /> : null}
                <AccountsOf accounts={accounts} />
              </>
            ),
          },
          isAppOnly && {
            id: 'accounts',
            label: t('client.accounts', { count: accounts.length }),
            content: <AccountsOf accounts={accounts} />,
          },
          {
            id: 'details',
            label: t('client.details'),
            content: (
              <>
                <ClientFacts client={client} />
                {client.credential === 'certificate' || client.nextCertificate !== undefined ? (
                  <CertificateCard client={client} />
                ) : null}
                {isAppOnly ? <TestCard client={client} /> : null}
              </>
            ),
          },
        ]}
      />
      <RemoveClient client={client} accounts={accounts} open={removing} onClose={() => setRemoving(false)} />
    </>
  );

  function expiryWords(): string {
    const { credential, credentialExpires } = client;
    if (credentialExpires === undefined) return '';
    const date = dateAlone(Date.parse(credentialExpires));
    if (credential === 'certificate') return t('client.certificateUntil', { date });
    return credential === 'secret' ? t('client.secretUntil', { date }) : '';
  }
}

function AccountsOf({ accounts }: { readonly accounts: readonly AccountView[] }): ReactNode {
  if (accounts.length === 0) return null;
  return (
    <>
      <ul className="card rows" aria-label={t('client.accountsOf')}>
        {byUrgency(accounts)
          .slice(0, listed)
          .map((account) => (
            <li key={account.id} className="client-account">
              <a href={hrefOf({ page: 'account', id: account.id })}>
                <Address address={account.address} />
                <span className="row no-wrap">
                  <AccountMark account={account} />
                  <Icon name="right" className="quiet" />
                </span>
              </a>
            </li>
          ))}
      </ul>
      {accounts.length > listed ? (
        <p className="quiet">{t('client.more', { count: accounts.length - listed })}</p>
      ) : null}
    </>
  );
}

function ClientFacts({ client }: { readonly client: ClientView }): ReactNode {
  const facts: readonly NamedValue[] = [
    [t('addAccount.step.provider'), t(`provider.${client.provider}`), false],
    [t('clientForm.cloud'), client.cloud && t(`cloud.${client.cloud}`), false],
    [t('clientForm.grant'), t(`grant.${client.grant}`), false],
    [t('clientForm.credential'), t(`credential.${client.credential}`), false],
    [t('client.expires'), client.credentialExpires?.slice(0, 10), false],
    [t('clientForm.clientId'), client.clientId],
    [t('account.tokens.tenant'), client.tenant],
    [t('client.thumbprint'), client.certificateThumbprint],
  ];
  return (
    <div className="card client-facts">
      <ValueRows rows={facts} />
    </div>
  );
}

/** Asks whether to remove a client; one that signs accounts in says which, and stays. */
function RemoveClient(props: {
  readonly client: ClientView;
  readonly accounts: readonly AccountView[];
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { client, accounts, open, onClose } = props;
  const remove = useCommand('client-remove');
  const inUse = accounts.length > 0;
  const carryOut = async (): Promise<void> => {
    const result = await remove.run({ client: client.id });
    if (result.ok) goTo({ page: 'clients' });
  };
  return (
    <Dialog
      title={t('client.removeTitle', { name: client.name })}
      text={t(inUse ? 'client.removeInUse' : 'client.removeText')}
      open={open}
      onClose={onClose}
    >
      {inUse ? (
        <ul className="wrap-anywhere">
          {accounts.slice(0, 10).map(({ id, address }) => (
            <li key={id}>
              <a href={hrefOf({ page: 'account', id })}>{address}</a>
            </li>
          ))}
          {accounts.length > 10 ? (
            <li className="quiet">{t('client.more', { count: accounts.length - 10 })}</li>
          ) : null}
        </ul>
      ) : null}
      <ProblemNotice problem={remove.problem} />
      <DialogActions
        go={inUse ? undefined : t('common.remove')}
        busy={remove.busy}
        danger
        onGo={() => void carryOut()}
        onClose={onClose}
      />
    </Dialog>
  );
}
