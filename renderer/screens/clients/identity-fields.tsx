import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cloudSchema, grantTypeSchema } from '#contract/grants.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import { CopyButton } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { asksTenant, shownField } from './client-draft.ts';
import type { FormPart } from './form-part.ts';

/** Whose client it is, how it signs in, what the provider is told, and how it names the client. */
export function IdentityFields(props: FormPart): ReactNode {
  const { draft, defaults, change, problemOf, hintOf, where } = props;
  const { t } = useTranslation();
  const grants = defaults?.grants ?? [draft.grant];
  return (
    <>
      <div className="two-columns">
        <Field label={t('clientForm.provider')}>
          {(control) => (
            <select
              {...control}
              value={draft.provider}
              onChange={(event) => change({ provider: providerIdSchema.parse(event.target.value) })}
            >
              {providerIdSchema.options.map((provider) => (
                <option key={provider} value={provider}>
                  {t(`provider.${provider}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {draft.provider === 'microsoft365' ? (
          <Field label={t('clientForm.cloud')}>
            {(control) => (
              <select
                {...control}
                value={draft.cloud}
                onChange={(event) => change({ cloud: cloudSchema.parse(event.target.value) })}
              >
                {cloudSchema.options.map((cloud) => (
                  <option key={cloud} value={cloud}>
                    {t(`cloud.${cloud}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
      </div>
      <Field label={t('clientForm.grant')}>
        {(control) => (
          <select
            {...control}
            value={draft.grant}
            onChange={(event) => change({ grant: grantTypeSchema.parse(event.target.value) })}
          >
            {(grants.includes(draft.grant) ? grants : [draft.grant, ...grants]).map((grant) => (
              <option key={grant} value={grant}>
                {t(`grant.${grant}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.grant === 'authorization-code' ? <RedirectUri {...props} /> : null}
      <Field
        label={t('clientForm.clientId')}
        help={where('clientId', t('clientForm.clientId'))}
        problem={problemOf('clientId')}
        hint={hintOf('clientId')}
      >
        {(control) => (
          <input
            {...control}
            spellCheck={false}
            autoComplete="off"
            value={draft.clientId}
            onChange={(event) => change({ clientId: event.target.value })}
          />
        )}
      </Field>
      {asksTenant(defaults) ? (
        <Field
          label={t('clientForm.tenant')}
          help={
            <>
              {defaults?.tenantNeeded === true
                ? t('clientForm.tenantNeeded')
                : t('clientForm.tenantHelp', { usual: defaults?.tenant ?? '' })}{' '}
              {where('tenant', t('clientForm.tenant'))}
            </>
          }
          problem={problemOf('tenant')}
          hint={hintOf('tenant')}
        >
          {(control) => (
            <input
              {...control}
              spellCheck={false}
              autoComplete="off"
              value={draft.tenant}
              onChange={(event) => change({ tenant: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

/** What the provider asks for first: it is copied from here. */
function RedirectUri({ draft, defaults, change, where }: FormPart): ReactNode {
  const { t } = useTranslation();
  const label = t('clientForm.redirectUri');
  const value = shownField(draft, 'redirectUri', defaults);
  return (
    <Field
      label={label}
      help={
        <>
          {t('clientForm.redirectUriHelp')} {where('redirectUri', label)}
        </>
      }
    >
      {(control) => (
        <div className="field-with-button">
          <input
            {...control}
            className="code"
            spellCheck={false}
            autoComplete="off"
            value={value}
            onChange={({ target: { value: typed } }) =>
              change({ redirectUri: typed === defaults?.redirectUri ? undefined : typed })
            }
          />
          <CopyButton text={value} what={label} />
        </div>
      )}
    </Field>
  );
}
