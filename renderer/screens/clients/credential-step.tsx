import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

/** The public half of a client's certificate, saved for the portal. */
export function useSavedCertificate(client: Pick<ClientView, 'id'>): {
  readonly busy: boolean;
  readonly run: () => void;
} {
  const backend = useBackend();
  const exported = useCommand('client-export-certificate');
  const save = async (): Promise<void> => {
    const result = await exported.run({ client: client.id });
    if (!result.ok) return;
    const { pem, fileName } = result.value;
    // the portal takes PEM in a .cer file as well as DER
    await backend.host('host-save-file', { fileName, mediaType: 'application/pkix-cert', content: pem });
  };
  return { busy: exported.busy, run: () => void save() };
}

/** What proves the client: a secret is tried at once, a certificate when it is uploaded. */
export function CredentialStep(props: {
  readonly client: ClientView;
  readonly accepted: boolean;
  readonly onChange: () => void;
}): ReactNode {
  const { client, accepted, onChange } = props;
  const { t } = useTranslation();
  const test = useCommand('client-test');
  const save = useSavedCertificate(client);
  const isCertificate = client.credential === 'certificate';
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
        {isCertificate ? (
          <Button look="main" icon="download" busy={save.busy} onClick={save.run}>
            {t('client.saveCertificate')}
          </Button>
        ) : null}
        <Button
          icon={isCertificate ? 'check' : 'refresh'}
          busy={test.busy}
          onClick={() => void run({ client: client.id })}
        >
          {t(isCertificate ? 'client.setup.uploaded' : 'client.setup.tryAgain')}
        </Button>
        {isCertificate ? null : (
          <Button look="link" onClick={onChange}>
            {t('client.setup.another')}
          </Button>
        )}
      </div>
      <p role="status" className={test.busy ? 'waiting small' : 'visually-hidden'}>
        {test.busy ? t('client.testRunning') : ''}
      </p>
      {test.problem === undefined ? null : <ProblemNotice problem={test.problem} />}
    </>
  );
}
