import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { credentialKindSchema } from '#contract/grants.ts';
import { Field } from '../../components/field.tsx';
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
        <Field
          label={t('clientForm.serviceKey')}
          help={
            <>
              {keepsCredential ? `${t('clientForm.keyKept')} ` : null}
              {where('serviceAccountKey', t('clientForm.serviceKey'))}
            </>
          }
          problem={problemOf('serviceAccountKey')}
        >
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".json,application/json"
              onChange={(event) =>
                void readText(event.target.files).then((serviceAccountKey) => change({ serviceAccountKey }))
              }
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

function SecretFields(props: FormPart & { readonly keepsCredential: boolean }): ReactNode {
  const { draft, change, problemOf, keepsCredential, where } = props;
  const { t } = useTranslation();
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
      >
        {(control) => (
          <input
            {...control}
            type="password"
            autoComplete="off"
            value={draft.secret}
            onChange={(event) => change({ secret: event.target.value })}
          />
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

async function readText(files: FileList | null): Promise<string> {
  return (await files?.[0]?.text()) ?? '';
}
