import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileField, SelectField, TextArea, TextField } from '../../components/field.tsx';
import { IconButton } from '../../components/button.tsx';
import { type CertificateSource, type ClientDraft, shownCredential } from './client-draft.ts';
import type { FormPart } from './form-part.ts';

/** How the client proves itself: nothing, a secret, a certificate, a key file. */
export function CredentialFields(
  props: FormPart & {
    /** What is kept stays where nothing is entered. */
    readonly keepsCredential: boolean;
    readonly mayKeep: boolean;
  },
): ReactNode {
  const { draft, defaults, change, problemOf, keepsCredential, where } = props;
  const { t } = useTranslation();
  const credential = shownCredential(draft, defaults);
  const offered = defaults?.credentials ?? [credential];
  return (
    <>
      <SelectField
        label={t('clientForm.credential')}
        options={offered.map((one) => [one, t(`credential.${one}`)])}
        value={credential}
        onValue={(chosen) => change({ credential: chosen })}
      />
      {credential === 'secret' ? <SecretFields {...props} /> : null}
      {credential === 'certificate' ? <CertificateFields {...props} mayKeep={keepsCredential} /> : null}
      {credential === 'service-account-key' ? (
        <FileField
          label={t('clientForm.serviceKey')}
          prompt={t('clientForm.serviceKeyDrop')}
          accept=".json,application/json"
          help={
            <>
              {keepsCredential ? `${t('clientForm.keyKept')} ` : null}
              {where('serviceAccountKey', t('clientForm.serviceKey'))}
            </>
          }
          problem={problemOf('serviceAccountKey')}
          onFile={(file) => void file.text().then((serviceAccountKey) => change({ serviceAccountKey }))}
        />
      ) : null}
    </>
  );
}

function SecretFields(props: FormPart & { readonly keepsCredential: boolean }): ReactNode {
  const { draft, change, problemOf, hintOf, keepsCredential, where } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextField
        label={t('clientForm.secret')}
        help={
          <>
            {t(keepsCredential ? 'clientForm.secretKept' : 'clientForm.secretHelp')}{' '}
            {where('secret', t('clientForm.secret'))}
          </>
        }
        problem={problemOf('secret')}
        hint={hintOf('secret')}
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        autoComplete="off"
        value={draft.secret}
        onValue={(secret) => change({ secret })}
        beside={
          <IconButton
            icon={shown ? 'eye-off' : 'eye'}
            label={t(shown ? 'copy.hide' : 'copy.show', { what: t('clientForm.secret') })}
            onClick={() => setShown(!shown)}
          />
        }
      />
      <TextField
        label={t('clientForm.secretExpires')}
        help={
          <>
            {t('clientForm.secretExpiresHelp')} {where('secretExpires', t('clientForm.secretExpires'))}
          </>
        }
        type="date"
        value={draft.secretExpires}
        onValue={(secretExpires) => change({ secretExpires })}
      />
    </>
  );
}

const words = {
  keep: 'clientForm.certificateKeep',
  new: 'clientForm.certificateNew',
  file: 'clientForm.certificateFile',
  pem: 'clientForm.certificatePem',
} as const;

/** A certificate: the one that is kept, a new one, or one that is brought along. */
function CertificateFields(
  props: FormPart & {
    /** Whether there is one that can stay. */
    readonly mayKeep: boolean;
  },
): ReactNode {
  const { draft, change, where, mayKeep, problemOf } = props;
  const { t } = useTranslation();
  const { certificateSource: chosen } = draft;
  const sources: readonly CertificateSource[] = [
    ...(mayKeep ? (['keep'] as const) : []),
    'new',
    'file',
    'pem',
  ];
  return (
    <>
      <fieldset className="choices">
        <legend>{t('clientForm.certificateSource')}</legend>
        {sources.map((source) => (
          <label key={source} className="check-line">
            <input
              type="radio"
              name="certificate-source"
              checked={chosen === source}
              onChange={() => change({ certificateSource: source })}
            />
            {t(words[source])}
          </label>
        ))}
      </fieldset>
      {chosen === 'new' ? (
        <p className="small quiet">
          {t('clientForm.certificateNewHelp')} {where('certificate', t('clientForm.certificateSource'))}
        </p>
      ) : null}
      {chosen === 'file' ? (
        <FileField
          label={t('clientForm.certificateFileField')}
          accept=".pfx,.p12,.pem,.crt,.cer,.key"
          help={t('clientForm.certificateFileHelp')}
          problem={problemOf('pfx')}
          onFile={(file) => void certificateIn(file).then(change)}
        />
      ) : null}
      {chosen === 'pem' ? <PemFields {...props} /> : null}
      {chosen === 'file' || chosen === 'pem' ? (
        <TextField
          label={t('clientForm.passphrase')}
          help={t('clientForm.passphraseHelp')}
          type="password"
          autoComplete="off"
          value={draft.passphrase}
          onValue={(passphrase) => change({ passphrase })}
        />
      ) : null}
    </>
  );
}

function PemFields({ draft, change, problemOf }: FormPart): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <TextArea
        label={t('clientForm.certificateText')}
        problem={problemOf('certificate')}
        rows={3}
        spellCheck={false}
        value={draft.certificate}
        onValue={(certificate) => change({ certificate })}
      />
      <TextArea
        label={t('clientForm.keyText')}
        problem={problemOf('privateKey')}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        value={draft.privateKey}
        onValue={(privateKey) => change({ privateKey })}
      />
    </>
  );
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g;

/** What a file brings: PEM texts, which may stand in two files and are then shown to be completed, or a PFX. */
async function certificateIn(file: File): Promise<Partial<ClientDraft>> {
  const octets = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  const blocks = [...text.matchAll(pemBlock)];
  if (blocks.length === 0) return { pfx: btoa(text) };
  const of = (wanted: (kind: string) => boolean): string =>
    blocks
      .filter(([, kind = '']) => wanted(kind))
      .map(([block]) => block)
      .join('\n');
  const certificate = of((kind) => kind === 'CERTIFICATE');
  const privateKey = of((kind) => kind.endsWith('PRIVATE KEY'));
  return {
    certificateSource: 'pem',
    ...(certificate === '' ? {} : { certificate }),
    ...(privateKey === '' ? {} : { privateKey }),
  };
}
