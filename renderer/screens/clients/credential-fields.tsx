import { defaultsFor } from '#contract/client-defaults.ts';
import { base64, certificateText } from '#contract/certificate-text.ts';
import { type ReactNode, useState } from 'react';
import type { ClientView } from '#contract/views.ts';
import { useCommand } from '../../backend/backend-context.tsx';
import { FileField, fileText, Form, SelectField, TextArea } from '../../components/field.tsx';
import { IconButton } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import {
  type CertificateSource,
  type ClientDraft,
  type DraftText,
  draftOf,
  faultOf,
  keepsCredential,
  shownCredential,
  shownText,
} from './client-draft.ts';
import { type FormPart, Line, textProps } from './client-fields.tsx';
import { t } from '../../i18n.ts';

/** How the client proves itself: nothing, a secret, a certificate, a key file. */
export function CredentialFields({ part }: { readonly part: FormPart }): ReactNode {
  const { defaults, change, where } = part;
  const credential = shownCredential(part);
  const keeps = keepsCredential(part);
  return (
    <>
      <SelectField
        label={t('clientForm.credential')}
        options={defaults.credentials.map((one) => [one, t(`credential.${one}`)])}
        value={credential}
        onValue={(chosen) => change({ credential: chosen })}
      />
      {credential === 'secret' ? <SecretFields part={part} /> : null}
      {credential === 'certificate' ? <CertificateFields part={part} /> : null}
      {credential === 'service-account-key' ? (
        <FileField
          label={t('clientForm.serviceKey')}
          prompt={t('clientForm.serviceKeyDrop')}
          accept=".json,application/json"
          help={keeps ? t('clientForm.keyKept') : ''}
          links={where('serviceAccountKey', t('clientForm.serviceKey'))}
          problem={textProps({ part, name: 'serviceAccountKey' }).problem}
          onFile={(file) =>
            fileText(file).then((serviceAccountKey) => change({ texts: { serviceAccountKey } }))
          }
        />
      ) : null}
    </>
  );
}

/** A secret, and the day on which it ends. */
function SecretFields({ part }: { readonly part: FormPart }): ReactNode {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Line
        part={part}
        name="secret"
        help={t(keepsCredential(part) ? 'clientForm.secretKept' : 'clientForm.secretHelp')}
        guide="secret"
        type={shown ? 'text' : 'password'}
        beside={
          <IconButton
            icon={shown ? 'eye-off' : 'eye'}
            label={t(shown ? 'copy.hide' : 'copy.show', { what: t('clientForm.secret') })}
            onClick={() => setShown(!shown)}
          />
        }
      />
      <Line
        part={part}
        name="secretExpires"
        help={t('clientForm.secretExpiresHelp')}
        guide="secretExpires"
        type="date"
      />
    </>
  );
}

const sources = {
  keep: 'clientForm.certificateKeep',
  new: 'clientForm.certificateNew',
  file: 'clientForm.certificateFile',
  pem: 'clientForm.certificatePem',
} as const;
const sourceNames: readonly CertificateSource[] = ['keep', 'new', 'file', 'pem'];

/** A certificate: the one that is kept, a new one, or one that is brought along. */
function CertificateFields({ part }: { readonly part: FormPart }): ReactNode {
  const { draft, change, where } = part;
  const { certificateSource: chosen } = draft;
  return (
    <>
      <fieldset className="choices">
        <legend>{t('credential.certificate')}</legend>
        {sourceNames.map((source) =>
          source === 'keep' && !keepsCredential(part) ? null : (
            <label key={source} className="check-line">
              <input
                type="radio"
                name="certificate-source"
                checked={chosen === source}
                onChange={() => change({ certificateSource: source })}
              />
              {t(sources[source])}
            </label>
          ),
        )}
      </fieldset>
      {chosen === 'new' ? (
        <p className="small quiet">
          {t('clientForm.certificateNewHelp')} {where('certificate', t('credential.certificate'))}
        </p>
      ) : null}
      {chosen === 'file' ? (
        <FileField
          label={t('clientForm.certificateFileField')}
          accept=".pfx,.p12,.pem,.crt,.cer,.key"
          help={t('clientForm.certificateFileHelp')}
          problem={textProps({ part, name: 'pfx' }).problem}
          onFile={(file) => certificateIn(file).then(change)}
        />
      ) : null}
      {chosen === 'pem' ? (
        <>
          <TextArea
            label={t('clientForm.certificateText')}
            help=""
            rows={3}
            {...textProps({ part, name: 'certificate' })}
          />
          <TextArea
            label={t('clientForm.keyText')}
            help=""
            rows={3}
            {...textProps({ part, name: 'privateKey' })}
          />
        </>
      ) : null}
      {chosen === 'file' || chosen === 'pem' ? (
        <Line part={part} name="passphrase" help={t('clientForm.passphraseHelp')} type="password" />
      ) : null}
    </>
  );
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g;

/** What a file brings: a certificate in DER, PEM texts, which may stand in two files and are then shown to be completed, or a PFX. */
async function certificateIn(file: File): Promise<Partial<ClientDraft>> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const blocks = [...certificateText(octets).matchAll(pemBlock)];
  if (blocks.length === 0) return { texts: { pfx: base64(octets) } };
  const texts: Partial<Record<DraftText, string>> = {};
  for (const [block, kind = ''] of blocks) {
    const name =
      kind === 'CERTIFICATE' ? 'certificate' : kind.endsWith('PRIVATE KEY') ? 'privateKey' : undefined;
    if (name !== undefined) texts[name] = texts[name] === undefined ? block : `${texts[name]}\n${block}`;
  }
  return { certificateSource: 'pem', texts };
}

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
    defaults: defaultsFor(client),
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
      <DialogActions go={t('common.save')} busy={update.busy} onClose={onClose} />
    </Form>
  );
}
