import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView, CommandOutput, CommandResult } from '../../../proxy-core/contract.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

/** A client's certificate: its public half for the portal, and a new one in its place. */
export function CertificateCard(props: { readonly client: ClientView }): ReactNode {
  const { client } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const exported = useCommand('client-export-certificate');
  const made = useCommand('client-make-certificate');
  const [asking, setAsking] = useState(false);
  const save = async (result: CommandResult<CommandOutput<'client-export-certificate'>>): Promise<void> => {
    if (!result.ok) return;
    const { pem, fileName } = result.value;
    // the portal takes PEM in a .cer file as well as DER
    await backend.host('host-save-file', { fileName, mediaType: 'application/pkix-cert', content: pem });
  };
  return (
    <Card title={t('credential.certificate')}>
      <p className="quiet">{t('client.certificateText')}</p>
      <div className="row">
        <Button disabled={exported.busy} onClick={() => void exported.run({ client: client.id }).then(save)}>
          {t('client.saveCertificate')}
        </Button>
        <Button disabled={made.busy} onClick={() => setAsking(true)}>
          {t('client.newCertificate')}
        </Button>
      </div>
      {exported.problem === undefined ? null : <ProblemNotice problem={exported.problem} />}
      {made.problem === undefined ? null : <ProblemNotice problem={made.problem} />}
      <ConfirmDialog
        open={asking}
        title={t('client.newCertificateTitle')}
        text={t('client.newCertificateText')}
        go={t('client.newCertificate')}
        onClose={() => setAsking(false)}
        onGo={() => void made.run({ client: client.id }).then(save)}
      />
    </Card>
  );
}
