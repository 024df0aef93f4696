import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '#contract/views.ts';
import { useBackend, useShown } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { MailboxChecks } from './mailbox-checks.tsx';

/** The PowerShell that lets an app-only client open mailboxes, filled in with this client and these mailboxes. */
export function AdminScriptCard(props: { readonly client: ClientView }): ReactNode {
  const { client } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const accounts = (useShown().snapshot?.accounts ?? []).filter(({ clientId }) => clientId === client.id);
  const [mailboxes, setMailboxes] = useState(() =>
    accounts
      .filter(({ address }) => !address.startsWith('*@'))
      .flatMap(({ address, mailbox }) => [address, ...(mailbox === undefined ? [] : [mailbox])])
      .join('\n'),
  );
  const [smtpAuth, setSmtpAuth] = useState(true);
  const [made, setMade] = useState<{ script: string; fileName: string; mailboxes: readonly string[] }>();
  const [copied, setCopied] = useState(false);
  const command = useCommand('admin-script');
  const make = async (): Promise<void> => {
    const list = mailboxes.split(/[\s,;]+/).filter((mailbox) => mailbox !== '');
    setCopied(false);
    const result = await command.run({ client: client.id, mailboxes: list, smtpAuth });
    setMade(result.ok ? { ...result.value, mailboxes: [...new Set(list)] } : undefined);
  };
  return (
    <Card title={t('client.grantMailboxes')}>
      <p className="quiet">{t('client.grantMailboxesText')}</p>
      <Field label={t('client.mailboxes')}>
        {(control) => (
          <textarea
            {...control}
            rows={4}
            spellCheck={false}
            value={mailboxes}
            onChange={(e) => setMailboxes(e.target.value)}
          />
        )}
      </Field>
      <label className="check-line">
        <input type="checkbox" checked={smtpAuth} onChange={(e) => setSmtpAuth(e.target.checked)} />
        {t('client.smtpAuth')}
      </label>
      <div className="row">
        <Button disabled={mailboxes.trim() === '' || command.busy} onClick={() => void make()}>
          {t('client.makeScript')}
        </Button>
      </div>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
      {made === undefined ? null : (
        <>
          {/* focusable, so that the keyboard can scroll it */}
          <pre className="script" tabIndex={0} role="region" aria-label={t('client.script')}>
            {made.script}
          </pre>
          <div className="row">
            <Button
              onClick={() =>
                void backend.host('host-copy', { text: made.script }).then(({ ok }) => setCopied(ok))
              }
            >
              <span aria-live="polite">{copied ? t('client.scriptCopied') : t('client.copyScript')}</span>
            </Button>
            <Button
              onClick={() =>
                void backend.host('host-save-file', {
                  fileName: made.fileName,
                  mediaType: 'text/plain',
                  content: made.script,
                })
              }
            >
              {t('client.saveScript')}
            </Button>
          </div>
          <MailboxChecks mailboxes={made.mailboxes} accounts={accounts} />
        </>
      )}
    </Card>
  );
}
