import { type ReactNode, useState } from 'react';
import type { ChecklistView } from '#contract/settings.ts';
import type { ClientView } from '#contract/views.ts';
import { FileField, fileText, Form, TextArea } from '../../components/field.tsx';
import { useCommand, useHostCommand } from '../../backend/backend-context.tsx';
import { Button, CopyButton } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { Script } from '../../components/text.tsx';
import { t } from '../../i18n.ts';

const anAddress = /[^\s,;"'<>|]+@[^\s,;"'<>|]+/g;

/** Which mailboxes it is about, typed or from a table, and for Exchange the script that opens them to the client. */
export function MailboxesStep(props: {
  readonly client: ClientView;
  readonly mailboxes: ChecklistView['mailboxes'];
  /** The step stays open although it is done now. */
  readonly onStay: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { client, mailboxes, onStay, onDone } = props;
  const [text, setText] = useState(() => mailboxes.map(({ address }) => address).join('\n'));
  const [smtpAuth, setSmtpAuth] = useState(true);
  const [shown, setShown] = useState<string>();
  const setting = useCommand('mailboxes-set');
  const making = useCommand('admin-script');
  const saving = useHostCommand('host-save-file');
  const list = [...new Set(text.split(/[\s,;]+/).filter((mailbox) => mailbox !== ''))];
  const readTable = async (file: File): Promise<void> => {
    const found = (await fileText(file)).match(anAddress) ?? [];
    setText((before) =>
      [...new Set([...before.split(/\s+/), ...found])].filter((one) => one !== '').join('\n'),
    );
  };
  const problem = setting.problem ?? making.problem ?? saving.problem;
  const busy = setting.busy || making.busy;
  const isMicrosoft = client.provider === 'microsoft365';

  const keep = async (): Promise<boolean> => (await setting.run({ client: client.id, mailboxes: list })).ok;
  const make = async (): Promise<{ script: string; fileName: string } | undefined> => {
    if (!(await keep())) return undefined;
    const result = await making.run({ client: client.id, mailboxes: list, smtpAuth });
    return result.ok ? result.value : undefined;
  };
  const save = async (): Promise<void> => {
    const made = await make();
    if (made === undefined) return;
    const saved = await saving.run({
      fileName: made.fileName,
      mediaType: 'text/plain',
      content: made.script,
    });
    if (saved.ok && saved.value.saved) onDone();
  };
  const show = async (): Promise<string | undefined> => {
    onStay();
    const script = (await make())?.script;
    setShown(script);
    return script;
  };

  return (
    <Form
      onSubmit={() => {
        if (list.length === 0) return;
        if (isMicrosoft) void save();
        else void keep().then((kept) => (kept ? onDone() : undefined));
      }}
    >
      <TextArea label={t('client.mailboxes')} rows={5} spellCheck={false} value={text} onValue={setText} />
      <FileField
        label={t('client.setup.table')}
        prompt={t('client.setup.tableDrop')}
        accept=".csv,.tsv,.txt,text/*"
        anywhere
        onFile={readTable}
      />
      {isMicrosoft ? (
        <label className="check-line">
          <input type="checkbox" checked={smtpAuth} onChange={(e) => setSmtpAuth(e.target.checked)} />
          {t('client.smtpAuth')}
        </label>
      ) : null}
      <div className="row">
        <Button
          type="submit"
          look="main"
          icon={isMicrosoft ? 'download' : undefined}
          busy={busy}
          disabled={list.length === 0}
          reason={t('client.setup.noMailbox')}
        >
          {t(isMicrosoft ? 'client.saveScript' : 'client.setup.useList')}
        </Button>
        {isMicrosoft && list.length > 0 ? (
          <>
            <CopyButton text={show}>{t('client.copyScript')}</CopyButton>
            <Button look="link" onClick={() => void show()}>
              {t('client.setup.showScript')}
            </Button>
          </>
        ) : null}
      </div>
      {isMicrosoft ? <p className="small quiet">{t('client.setup.scriptHelp')}</p> : null}
      <ProblemNotice problem={problem} />
      {shown === undefined ? null : <Script label={t('client.script')}>{shown}</Script>}
    </Form>
  );
}
