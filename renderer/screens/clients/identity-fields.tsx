import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cloudSchema } from '#contract/grants.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import { SelectField, TextField } from '../../components/field.tsx';
import { CopyButton } from '../../components/button.tsx';
import { asksTenant, shownField } from './client-draft.ts';
import type { FormPart } from './form-part.ts';

/** Whose client it is, how it signs in, what the provider is told, and how it names the client. */
export function IdentityFields(props: FormPart): ReactNode {
  const { draft, defaults, change, problemOf, hintOf, where } = props;
  const { t } = useTranslation();
  const usual = defaults?.grants ?? [];
  const grants = usual.includes(draft.grant) ? usual : [draft.grant, ...usual];
  return (
    <>
      <div className="two-columns">
        <SelectField
          label={t('clientForm.provider')}
          options={providerIdSchema.options.map((one) => [one, t(`provider.${one}`)])}
          value={draft.provider}
          onValue={(provider) => change({ provider })}
        />
        {draft.provider === 'microsoft365' ? (
          <SelectField
            label={t('clientForm.cloud')}
            options={cloudSchema.options.map((one) => [one, t(`cloud.${one}`)])}
            value={draft.cloud}
            onValue={(cloud) => change({ cloud })}
          />
        ) : null}
      </div>
      <SelectField
        label={t('clientForm.grant')}
        options={grants.map((one) => [one, t(`grant.${one}`)])}
        value={draft.grant}
        onValue={(grant) => change({ grant })}
      />
      {draft.grant === 'authorization-code' ? <RedirectUri {...props} /> : null}
      <TextField
        label={t('clientForm.clientId')}
        help={where('clientId', t('clientForm.clientId'))}
        problem={problemOf('clientId')}
        hint={hintOf('clientId')}
        spellCheck={false}
        autoComplete="off"
        value={draft.clientId}
        onValue={(clientId) => change({ clientId })}
      />
      {asksTenant(defaults) ? (
        <TextField
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
          spellCheck={false}
          autoComplete="off"
          value={draft.tenant}
          onValue={(tenant) => change({ tenant })}
        />
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
    <TextField
      label={label}
      help={
        <>
          {t('clientForm.redirectUriHelp')} {where('redirectUri', label)}
        </>
      }
      className="code"
      spellCheck={false}
      autoComplete="off"
      value={value}
      onValue={(typed) => change({ redirectUri: typed === defaults?.redirectUri ? undefined : typed })}
      beside={<CopyButton text={value} what={label} />}
    />
  );
}
