import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ChecklistView } from '#contract/settings.ts';
import type { ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Checklist, ChecklistStep, ProgressBar } from '../../components/steps.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { timeOfDay, useNow } from '../../time-words.ts';
import { useSaving } from './certificate-card.tsx';
import { AccountsStep, CheckAgain } from './accounts-step.tsx';
import { ConsentBody } from './consent-card.tsx';
import { MailboxesStep } from './mailboxes-step.tsx';
import { t } from '../../i18n.ts';

type StepName = 'credential' | 'consent' | 'mailboxes' | 'accounts';

/**
 * What an administrator does once for an app-only client, step by step. Where it stands is kept by the core; which of
 * the steps is open is the first that is not done, or the one that was asked for.
 */
export function ClientChecklist(props: {
  readonly client: ClientView;
  readonly checklist: ChecklistView;
  readonly onCredential: () => void;
}): ReactNode {
  const { client, checklist, onCredential } = props;
  const now = useNow();
  const [asked, setAsked] = useState<StepName>();
  const { credential, consent, mailboxes } = checklist;
  const isMicrosoft = client.provider === 'microsoft365';
  const open = mailboxes.filter(({ state }) => state === 'open').length;
  const done: Record<StepName, boolean> = {
    credential: credential.acceptedAt !== undefined,
    // a mailbox that opens says that it was given, wherever that was
    consent: consent !== undefined || open > 0,
    mailboxes:
      mailboxes.length > 0 &&
      (!isMicrosoft ||
        mailboxes.every(
          ({ scripted, account, state }) => scripted || account !== undefined || state === 'open',
        )),
    accounts:
      mailboxes.length > 0 &&
      mailboxes.every(({ account, state }) => account !== undefined && state === 'open'),
  };
  const steps: readonly StepName[] = isMicrosoft
    ? ['credential', 'consent', 'mailboxes', 'accounts']
    : ['credential', 'mailboxes', 'accounts'];
  const usual = steps.find((name) => !done[name]) ?? 'accounts';
  const current = asked ?? usual;
  const isCertificate = client.credential === 'certificate';
  const proof = isCertificate ? 'certificate' : 'secret';
  const end = (name: StepName): 'Done' | '' => (done[name] ? 'Done' : '');
  const line: Record<StepName, { readonly title: string; readonly text: string }> = {
    credential: {
      title: t(`client.setup.${proof}${end('credential')}`),
      text:
        credential.acceptedAt === undefined
          ? t(`client.setup.${proof}Text`)
          : t('client.setup.accepted', { when: when(credential.acceptedAt) }),
    },
    consent: {
      title: t(`client.setup.consent${end('consent')}`),
      text:
        consent === undefined
          ? t(done.consent ? 'client.setup.consentElsewhere' : 'client.consentText')
          : t('client.setup.consentFor', {
              tenant: consent.tenant ?? client.tenant ?? '',
              when: when(consent.at),
            }),
    },
    mailboxes: {
      title: t(isMicrosoft ? `client.setup.mailboxes${end('mailboxes')}` : 'client.setup.mailboxesPlain'),
      text: done.mailboxes
        ? t(isMicrosoft ? 'client.setup.mailboxesBy' : 'client.setup.mailboxesCount', {
            count: mailboxes.length,
          })
        : t(isMicrosoft ? 'client.setup.mailboxesText' : 'client.setup.mailboxesPlainText'),
    },
    accounts: {
      title: t(`client.setup.accounts${end('accounts')}`),
      text: accountsText(),
    },
  };
  const body: Record<StepName, () => ReactNode> = {
    credential: () => (
      <CredentialStep client={client} accepted={done.credential} onCredential={onCredential} />
    ),
    consent: () => <ConsentBody client={client} />,
    mailboxes: () => (
      <MailboxesStep
        client={client}
        mailboxes={mailboxes}
        onStay={() => setAsked('mailboxes')}
        onDone={() => setAsked(undefined)}
      />
    ),
    accounts: () => <AccountsStep client={client} mailboxes={mailboxes} />,
  };
  const count = steps.filter((name) => done[name]).length;
  return (
    <>
      <ProgressBar value={count} most={steps.length}>
        {t('client.setup.progress', { count, most: steps.length })}
      </ProgressBar>
      <Checklist label={t('client.setup.title')}>
        {steps.map((name, index) => (
          <ChecklistStep
            key={name}
            number={index + 1}
            state={done[name] ? 'done' : name === current ? 'now' : 'later'}
            title={line[name].title}
            text={line[name].text}
            action={name === current ? actionNow(name) : actionOf(name)}
          >
            {name === current ? body[name]() : null}
          </ChecklistStep>
        ))}
      </Checklist>
    </>
  );

  function when(iso: string): string {
    return timeOfDay(Date.parse(iso), now);
  }

  function accountsText(): string {
    if (mailboxes.length === 0) return t('client.setup.accountsText');
    const next = mailboxes.filter(({ state }) => state === 'not-yet').length;
    const known = t('client.setup.openOf', { count: open, most: mailboxes.length });
    return next === 0 ? known : `${known}; ${t('client.setup.triedAgain')}`;
  }

  function actionNow(name: StepName): ReactNode {
    return name === 'accounts' && mailboxes.some(({ account }) => account !== undefined) ? (
      <CheckAgain client={client} mailboxes={mailboxes} />
    ) : undefined;
  }

  function actionOf(name: StepName): ReactNode {
    if (name === 'credential' && done.credential && isCertificate)
      return <SaveCertificate client={client} again />;
    const words = {
      credential: done.credential ? 'client.setup.another' : 'common.open',
      consent: done.consent ? 'client.setup.show' : 'common.open',
      mailboxes: done.mailboxes ? 'client.setup.changeList' : 'common.open',
      accounts: 'client.setup.show',
    } as const;
    return (
      <Button
        look="link"
        aria-label={t('client.setup.actionOf', { action: t(words[name]), step: line[name].title })}
        onClick={() => (name === 'credential' && done.credential ? onCredential() : setAsked(name))}
      >
        {t(words[name])}
      </Button>
    );
  }
}

/** Saves the public half of a client's certificate, for the portal. */
function SaveCertificate(props: { readonly client: ClientView; readonly again?: boolean }): ReactNode {
  const { client, again = false } = props;
  const exported = useCommand('client-export-certificate');
  const { save, problem } = useSaving();
  return (
    <>
      <Button
        look={again ? 'link' : 'main'}
        icon={again ? undefined : 'download'}
        busy={exported.busy}
        onClick={() => void exported.run({ client: client.id }).then(save)}
      >
        {t(again ? 'client.setup.saveAgain' : 'client.saveCertificate')}
      </Button>
      <ProblemNotice problem={exported.problem ?? problem} />
    </>
  );
}

/** What proves the client: a secret is tried at once, a certificate when it is uploaded. */
function CredentialStep(props: {
  readonly client: ClientView;
  readonly accepted: boolean;
  readonly onCredential: () => void;
}): ReactNode {
  const { client, accepted, onCredential } = props;
  const test = useCommand('client-test');
  const isCertificate = client.credential === 'certificate';
  const isRefused = !isCertificate && test.problem?.code === 'refused';
  const { run } = test;
  const begun = useRef(false);
  useEffect(() => {
    if (accepted || isCertificate || begun.current) return;
    begun.current = true;
    void run({ client: client.id });
  }, [accepted, isCertificate, client.id, run]);
  return (
    <>
      <div className="row">
        {isCertificate ? <SaveCertificate client={client} /> : null}
        {/* a secret that was refused stays wrong however often it is sent */}
        {isRefused ? (
          <Button look="main" onClick={onCredential}>
            {t('client.setup.another')}
          </Button>
        ) : null}
        <Button
          icon={isCertificate ? 'check' : 'refresh'}
          busy={test.busy}
          onClick={() => void run({ client: client.id })}
        >
          {t(isCertificate ? 'client.setup.uploaded' : 'account.check.again')}
        </Button>
        {isCertificate || isRefused ? null : (
          <Button look="link" onClick={onCredential}>
            {t('client.setup.another')}
          </Button>
        )}
      </div>
      <p role="status" className={test.busy ? 'waiting small' : 'visually-hidden'}>
        {test.busy ? t('account.signIn.silent') : ''}
      </p>
      <ProblemNotice problem={test.problem} />
    </>
  );
}
