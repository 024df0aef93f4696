import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { credentialKindSchema } from '#contract/grants.ts';
import { IconButton } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FileField } from '../../components/file-field.tsx';
import { CertificateFields } from './certificate-fields.tsx';
import { shownCredential } from './client-draft.ts';
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
