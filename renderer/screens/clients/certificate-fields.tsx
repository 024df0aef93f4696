import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.tsx';
import type { CertificateSource } from './client-draft.ts';
import type { FormPart } from './form-part.ts';

const words = {
  keep: 'clientForm.certificateKeep',
  new: 'clientForm.certificateNew',
  pem: 'clientForm.certificatePem',
  pfx: 'clientForm.certificatePfx',
} as const;

/** A certificate: the one that is kept, a new one, or one that is brought along. */
export function CertificateFields(
  props: FormPart & {
    /** Whether there is one that can stay. */
    readonly mayKeep: boolean;
  },
): ReactNode {
  const { draft, change, where, mayKeep } = props;
  const { t } = useTranslation();
  const sources: readonly CertificateSource[] = mayKeep
    ? ['keep', 'new', 'pem', 'pfx']
    : ['new', 'pem', 'pfx'];
  return (
    <>
      <fieldset className="choices">
        <legend>{t('clientForm.certificateSource')}</legend>
        {sources.map((source) => (
          <label key={source} className="check-line">
            <input
              type="radio"
              name="certificate-source"
              checked={draft.certificateSource === source}
              onChange={() => change({ certificateSource: source })}
            />
            {t(words[source])}
          </label>
        ))}
      </fieldset>
      {draft.certificateSource === 'new' ? (
        <p className="small quiet">
          {t('clientForm.certificateNewHelp')} {where('certificate', t('clientForm.certificateSource'))}
        </p>
      ) : null}
      {draft.certificateSource === 'pem' ? <PemFields {...props} /> : null}
      {draft.certificateSource === 'pfx' ? (
        <Field label={t('clientForm.pfxFile')} problem={props.problemOf('pfx')}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".pfx,.p12"
              onChange={(event) => void readBase64(event.target.files).then((pfx) => change({ pfx }))}
            />
          )}
        </Field>
      ) : null}
      {draft.certificateSource === 'pem' || draft.certificateSource === 'pfx' ? (
        <Field label={t('clientForm.passphrase')}>
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
            rows={4}
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
            rows={4}
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

async function readBase64(files: FileList | null): Promise<string> {
  const octets = new Uint8Array((await files?.[0]?.arrayBuffer()) ?? new ArrayBuffer(0));
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return btoa(text);
}
