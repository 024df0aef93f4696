import { type ReactNode, useState } from 'react';
import type { CommandOutput } from '#contract/commands.ts';
import type { CommandResult, Problem } from '#contract/problem.ts';
import type { ClientView } from '#contract/views.ts';
import { Facts } from '../../components/text.tsx';
import { useCommand, useHostCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { OutcomeMark } from '../../components/icon.tsx';
import { t } from '../../i18n.ts';

/** A client's certificate: its public half for the portal, and a new one that is to follow it. */
export function CertificateCard({ client }: { readonly client: ClientView }): ReactNode {
  const { save, problem: unsaved } = useSaving();
  const exported = useCommand('client-export-certificate');
  const made = useCommand('client-make-certificate');
  const [asking, setAsking] = useState(false);
  const waits = client.nextCertificate !== undefined;
  const make = (): void => void made.run({ client: client.id }).then(save);
  return (
    <Card title={t('credential.certificate')}>
      <p className="quiet">{t('client.certificateText')}</p>
      <div className="row">
        {client.credential === 'certificate' ? (
          <Button busy={exported.busy} onClick={() => void exported.run({ client: client.id }).then(save)}>
            {t('client.saveCertificate')}
          </Button>
        ) : null}
        <Button busy={made.busy} onClick={waits ? () => setAsking(true) : make}>
          {t('client.newCertificate')}
        </Button>
      </div>
      <ProblemNotice problem={exported.problem ?? unsaved} />
      <ProblemNotice problem={made.problem} />
      {client.nextCertificate === undefined ? null : (
        <NextCertificate
          key={client.nextCertificate.thumbprint}
          client={client}
          next={client.nextCertificate}
        />
      )}
      <ConfirmDialog
        open={asking}
        title={t('client.newCertificateTitle')}
        text={t('client.newCertificateText')}
        go={t('client.newCertificate')}
        onClose={() => setAsking(false)}
        onGo={make}
      />
    </Card>
  );
}

/** The one that waits until the provider knows it. */
function NextCertificate(props: {
  readonly client: ClientView;
  readonly next: NonNullable<ClientView['nextCertificate']>;
}): ReactNode {
  const { client, next } = props;
  const { save, problem: unsaved } = useSaving();
  const exported = useCommand('client-export-certificate');
  const used = useCommand('client-use-certificate');
  const discarded = useCommand('client-discard-certificate');
  const busy = used.busy || discarded.busy;
  const asks = client.grant === 'client-credentials';
  const facts = [
    [t('client.thumbprint'), next.thumbprint],
    [t('client.expires'), next.expires.slice(0, 10)],
  ] as const;
  return (
    <section className="notice notice-care stack-tight">
      <h3>{t('client.next.title')}</h3>
      <p>{t(asks ? 'client.next.text' : 'client.next.textUntried')}</p>
      <Facts className="fact-grid" facts={facts} />
      <div className="row">
        <Button
          look="main"
          disabled={busy}
          onClick={() => void used.run({ client: client.id, untried: false })}
        >
          {t('client.next.use')}
        </Button>
        <Button
          busy={exported.busy}
          onClick={() => void exported.run({ client: client.id, next: true }).then(save)}
        >
          {t('client.next.save')}
        </Button>
        <Button look="link" disabled={busy} onClick={() => void discarded.run({ client: client.id })}>
          {t('client.next.discard')}
        </Button>
      </div>
      {used.busy && asks ? <p role="status">{t('account.signIn.silent')}</p> : null}
      {used.problem === undefined ? null : (
        <>
          <ProblemNotice problem={used.problem} />
          <p>{t('client.next.kept')}</p>
          <div className="row">
            <Button disabled={busy} onClick={() => void used.run({ client: client.id, untried: true })}>
              {t('client.next.untried')}
            </Button>
          </div>
        </>
      )}
      <ProblemNotice problem={exported.problem ?? unsaved} />
      <ProblemNotice problem={discarded.problem} />
    </section>
  );
}

/** Saves a public half that a command has answered with. */
export function useSaving(): {
  readonly save: (result: CommandResult<CommandOutput<'client-export-certificate'>>) => Promise<void>;
  readonly problem: Problem | undefined;
} {
  const { run, problem } = useHostCommand('host-save-file');
  return {
    async save(result) {
      if (!result.ok) return;
      const { pem, fileName } = result.value;
      // the portal takes PEM in a .cer file as well as DER
      await run({ fileName, mediaType: 'application/pkix-cert', content: pem });
    },
    problem,
  };
}

/** Whether the provider gives a token to a client that signs in by itself. */
export function TestCard({ client }: { readonly client: ClientView }): ReactNode {
  const test = useCommand('client-test');
  const [outcome, setOutcome] = useState<CommandOutput<'client-test'>>();
  const run = async (): Promise<void> => {
    setOutcome(undefined);
    const result = await test.run({ client: client.id });
    if (result.ok) setOutcome(result.value);
  };
  return (
    <Card
      title={t('client.test')}
      aside={
        <Button busy={test.busy} onClick={() => void run()}>
          {t('client.testGo')}
        </Button>
      }
    >
      <p className="quiet">{t('client.testText')}</p>
      <div role="status" className={test.busy || outcome !== undefined ? undefined : 'visually-hidden'}>
        {test.busy ? <p className="waiting quiet">{t('account.signIn.silent')}</p> : null}
        {outcome === undefined ? null : (
          <div className="check-step">
            <OutcomeMark ok label={t('client.testDone')} />
            <div>
              <p>
                {t('client.testDone')}{' '}
                <span className="quiet">
                  {t('client.testLifetime', { count: Math.round(outcome.lifetime / 60_000) })}
                </span>
              </p>
              <p className="wrap-anywhere">
                {outcome.permissions.length === 0
                  ? t('client.testNoPermissions')
                  : t('client.testPermissions', { permissions: outcome.permissions.join(', ') })}
              </p>
            </div>
            <span className="small quiet">{t('account.check.took', { count: outcome.milliseconds })}</span>
          </div>
        )}
      </div>
      <ProblemNotice problem={test.problem} />
    </Card>
  );
}
