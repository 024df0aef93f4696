import { type ReactNode, useState } from 'react';
import type { ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Form } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { type ClientDraft, draftOf, faultOf, shownText } from './client-draft.ts';
import type { FormPart } from './client-fields.tsx';
import { SecretFields } from './credential-fields.tsx';
import { t } from '../../i18n.ts';

interface Asked {
  readonly client: ClientView;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Asks for a client's next secret and the day on which that ends, and for nothing else. */
export function SecretDialog(props: Asked & { readonly open: boolean }): ReactNode {
  const { open, ...asked } = props;
  const { client, onClose } = asked;
  return (
    <Dialog open={open} title={t('client.newSecretTitle', { name: client.name })} onClose={onClose}>
      <SecretForm {...asked} />
    </Dialog>
  );
}

function SecretForm({ client, onSaved, onClose }: Asked): ReactNode {
  const update = useCommand('client-update');
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState((): ClientDraft => {
    const known = draftOf(client);
    // the day is that of the secret of before
    return { ...known, texts: { ...known.texts, secretExpires: undefined } };
  });
  const part: FormPart = {
    draft,
    defaults: undefined,
    usualName: '',
    kept: undefined,
    tried,
    change: (changed) =>
      setDraft((before) => ({ ...before, ...changed, texts: { ...before.texts, ...changed.texts } })),
    where: () => null,
  };
  const save = async (): Promise<void> => {
    setTried(true);
    if (faultOf(part, 'secret') !== undefined) return;
    const ends = shownText(part, 'secretExpires');
    const saved = await update.run({
      client: client.id,
      change: ends === '' ? {} : { credentialExpires: ends },
      clear: ends === '' ? ['credentialExpires'] : [],
      credential: { kind: 'secret', secret: shownText(part, 'secret').trim() },
    });
    if (saved.ok) onSaved();
  };
  return (
    <Form onSubmit={save}>
      <SecretFields part={part} />
      <ProblemNotice problem={update.problem} />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="main" type="submit" busy={update.busy}>
          {t('common.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
