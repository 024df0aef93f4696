import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { credentialKindSchema } from '#contract/grants.ts';
import { IconButton } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FileField } from '../../components/file-field.tsx';
import { shownCredential, type CertificateSource, type ClientDraft } from './client-draft.ts';
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
      <Field label={t('clientForm.credential')}>
        {(control) => (
          <select
            {...control}
            value={credential}
            onChange={(event) => change({ credential: credentialKindSchema.parse(event.target.value) })}
          >
            {offered.map((one) => (
              <option key={one} value={one}>
                {t(`credential.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
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
      <Field
        label={t('clientForm.secret')}
        help={
          <>
            {t(keepsCredential ? 'clientForm.secretKept' : 'clientForm.secretHelp')}{' '}
            {where('secret', t('clientForm.secret'))}
          </>
        }
        problem={problemOf('secret')}
        hint={hintOf('secret')}
      >
        {(control) => (
          <div className="field-with-button">
            <input
              {...control}
              type={shown ? 'text' : 'password'}
              spellCheck={false}
              autoComplete="off"
              value={draft.secret}
              onChange={(event) => change({ secret: event.target.value })}
            />
            <IconButton
              icon={shown ? 'eye-off' : 'eye'}
              label={t(shown ? 'copy.hide' : 'copy.show', { what: t('clientForm.secret') })}
              onClick={() => setShown(!shown)}
            />
          </div>
        )}
      </Field>
      <Field
        label={t('clientForm.secretExpires')}
        help={
          <>
            {t('clientForm.secretExpiresHelp')} {where('secretExpires', t('clientForm.secretExpires'))}
          </>
        }
      >
        {(control) => (
          <input
            {...control}
            type="date"
            value={draft.secretExpires}
            onChange={(event) => change({ secretExpires: event.target.value })}
          />
        )}
      </Field>
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
        <Field label={t('clientForm.passphrase')} help={t('clientForm.passphraseHelp')}>
          {(control) => (
            <input
              {...control}
              type="password"
              autoComplete="off"
              value={draft.passphrase}
              onChange={(event) => change({ passphrase: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

function PemFields(props: FormPart): ReactNode {
  const { draft, change, problemOf } = props;
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('clientForm.certificateText')} problem={problemOf('certificate')}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            spellCheck={false}
            value={draft.certificate}
            onChange={(event) => change({ certificate: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('clientForm.keyText')} problem={problemOf('privateKey')}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            value={draft.privateKey}
            onChange={(event) => change({ privateKey: event.target.value })}
          />
        )}
      </Field>
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
