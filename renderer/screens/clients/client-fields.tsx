import { type ComponentPropsWithoutRef, type ReactNode, useState } from 'react';
import type { CommandOutput } from '#contract/commands.ts';
import { protocolName, protocols } from '#contract/endpoints.ts';
import { cloudSchema } from '#contract/grants.ts';
import { pastedValueProblem, providerIdSchema } from '#contract/oauth-client.ts';
import type { GuideField } from '#contract/providers/preset.ts';
import { CodeField, SelectField, TextField } from '../../components/field.tsx';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button, CopyButton } from '../../components/button.tsx';
import { Fold } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import {
  asksTenant,
  type ClientDraft,
  type DraftText,
  type Entered,
  faultOf,
  isNeeded,
  presetFields,
  shownText,
  urlFields,
  usualText,
} from './client-draft.ts';
import { format, t } from '../../i18n.ts';

/** What the fields of the form share. */
export interface FormPart extends Entered {
  /** Puts in what has changed; its texts come to those that are there. */
  readonly change: (part: Partial<ClientDraft>) => void;
  /** Somebody has tried to save: what is wrong is told. */
  readonly tried: boolean;
  /** 'Where do I find this?': opens the guide at the line about a field. */
  readonly where: (field: GuideField, label: string) => ReactNode;
}

/** A field whose value is a text: what was typed, else its usual text. */
interface TextProps {
  readonly part: FormPart;
  readonly name: DraftText;
}

/** What ties a control to its field. */
export function textProps({ part, name }: TextProps): {
  readonly problem: string | undefined;
  readonly autoComplete: 'off';
  readonly spellCheck: false;
  readonly value: string;
  readonly onValue: (value: string) => void;
} {
  const fault = part.tried ? faultOf(part, name) : undefined;
  return {
    problem: fault && t(`clientForm.${fault}`),
    autoComplete: 'off',
    spellCheck: false,
    value: shownText(part, name),
    onValue: (text) => part.change({ texts: { [name]: text === usualText(part, name) ? undefined : text } }),
  };
}

/** One line of text, named after its field; `guide`: where the portal shows it. */
export function Line(
  props: TextProps & {
    readonly name: Exclude<DraftText, 'certificate' | 'privateKey' | 'pfx' | 'serviceAccountKey'>;
    readonly help?: string;
    readonly guide?: GuideField | undefined;
    readonly beside?: ReactNode;
  } & Pick<
      ComponentPropsWithoutRef<'input'>,
      'type' | 'className' | 'inputMode' | 'maxLength' | 'spellCheck'
    >,
): ReactNode {
  const { part, name, help = '', guide, ...rest } = props;
  const label = labelOf(name);
  const resettable = part.draft.texts[name] !== undefined && usualText(part, name) !== '';
  const reset =
    resettable && name !== 'name' && name !== 'redirectUri' ? (
      <Button
        look="link"
        className="button-inline"
        aria-label={t('clientForm.resetOf', { field: label })}
        onClick={() => part.change({ texts: { [name]: undefined } })}
      >
        {t('clientForm.reset')}
      </Button>
    ) : null;
  return (
    <TextField
      label={label}
      help={help}
      links={
        <>
          {reset}
          {guide === undefined ? null : part.where(guide, label)}
        </>
      }
      hint={name === 'clientId' || name === 'secret' || name === 'tenant' ? hintOf(part, name) : undefined}
      {...textProps(props)}
      {...rest}
    />
  );
}

function labelOf(name: Parameters<typeof Line>[0]['name']): string {
  return name === 'imap' || name === 'pop' || name === 'smtp'
    ? t('clientForm.server', { protocol: protocolName[name] })
    : t(`clientForm.${name}`);
}

/** What is noticed of a value that was pasted. */
function hintOf(
  part: FormPart,
  name: 'clientId' | 'secret' | 'tenant',
): Parameters<typeof TextField>[0]['hint'] {
  const { provider, grant } = part.draft;
  const clientId = shownText(part, 'clientId');
  const doubt = pastedValueProblem(name, shownText(part, name), { provider, grant, clientId });
  if (doubt !== undefined) return { tone: 'care', text: format(doubt) };
  // with other providers nothing is known of how one looks
  const known = ['microsoft365', 'outlook', 'google'].includes(provider);
  return name === 'clientId' && known && clientId.trim() !== ''
    ? { tone: 'good', text: t('clientForm.looksRight', { provider: t(`provider.${provider}`) }) }
    : undefined;
}

/** Whose client it is, how it signs in, what the provider is told, and how it names the client. */
export function IdentityFields({ part }: { readonly part: FormPart }): ReactNode {
  const { draft, defaults, change } = part;
  const usual = defaults.grants;
  const grants = usual.includes(draft.grant) ? usual : [draft.grant, ...usual];
  return (
    <>
      <div className="two-columns">
        <SelectField
          label={t('addAccount.step.provider')}
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
      {draft.grant === 'authorization-code' ? (
        <Line
          part={part}
          name="redirectUri"
          help={t('clientForm.redirectUriHelp')}
          guide="redirectUri"
          className="code"
          beside={<CopyButton text={shownText(part, 'redirectUri')} what={t('clientForm.redirectUri')} />}
        />
      ) : null}
      <Line part={part} name="clientId" guide="clientId" />
      {asksTenant(part) ? (
        <Line
          part={part}
          name="tenant"
          help={
            defaults.tenantNeeded
              ? t('clientForm.tenantNeeded')
              : t('clientForm.tenantHelp', { usual: defaults.tenant ?? '' })
          }
          guide="tenant"
        />
      ) : null}
    </>
  );
}

/** The URLs, the scope and the servers: filled in by the preset, each with the way back to it. */
export function EndpointFields(props: {
  readonly part: FormPart;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}): ReactNode {
  const { part, open, onToggle } = props;
  const { draft, change } = part;
  const isCustom = draft.provider === 'custom';
  const own = [...presetFields, ...protocols].some((name) => draft.texts[name] !== undefined);
  return (
    <div className="card rows">
      <Fold
        title={t('clientForm.advanced')}
        icon="sliders"
        aside={
          isCustom
            ? undefined
            : t(own ? 'clientForm.advancedChanged' : 'clientForm.advancedUsual', {
                provider: t(`provider.${draft.provider}`),
              })
        }
        open={open}
        onToggle={onToggle}
      >
        {isCustom ? (
          <IssuerField
            onFound={({ issuer: name, issuerInAnswers: inAnswers, ...found }) => {
              const { authorizationUrl } = found;
              const texts: Partial<Record<DraftText, string>> = {};
              for (const field of urlFields) {
                const url = found[field];
                if (url !== undefined && isNeeded(part, field)) texts[field] = url;
              }
              const issuer =
                authorizationUrl === undefined ? undefined : { name, inAnswers, authorizationUrl };
              change({ issuer, texts });
            }}
          />
        ) : null}
        {presetFields.map((name) =>
          // a provider that has no preset needs its endpoints typed
          name === 'scope' ||
          isNeeded(part, name) ||
          draft.texts[name] !== undefined ||
          usualText(part, name) !== '' ? (
            <Line
              key={name}
              part={part}
              name={name}
              {...(name === 'scope' ? { help: t('clientForm.scopeHelp') } : {})}
              guide={isCustom ? 'urls' : undefined}
              inputMode={name === 'scope' ? 'text' : 'url'}
            />
          ) : null,
        )}
        {protocols.map((name) => (
          <Line key={name} part={part} name={name} help={t('clientForm.serverHelp')} />
        ))}
      </Fold>
    </div>
  );
}

/** A provider without a preset tells its own URLs, where one knows its issuer. */
function IssuerField(props: {
  readonly onFound: (provider: CommandOutput<'provider-discover'>) => void;
}): ReactNode {
  const discover = useCommand('provider-discover');
  const [issuer, setIssuer] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>();
  const lookUp = async (): Promise<void> => {
    if (issuer.trim() === '' || discover.busy) return;
    setScopes(undefined);
    const result = await discover.run({ issuer: issuer.trim() });
    if (!result.ok) return;
    setScopes(result.value.scopes);
    props.onFound(result.value);
  };
  return (
    <div className="stack-tight">
      <div className="row row-end">
        <CodeField
          label={t('clientForm.issuer')}
          help={t('clientForm.issuerHelp')}
          inputMode="url"
          placeholder="https://login.example.org"
          value={issuer}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // it looks up, and does not save the form around it
            event.preventDefault();
            void lookUp();
          }}
          onValue={setIssuer}
        />
        <Button disabled={issuer.trim() === '' || discover.busy} onClick={() => void lookUp()}>
          {t('clientForm.issuerLookUp')}
        </Button>
      </div>
      <div role="status" className="small">
        {scopes === undefined ? null : (
          <p className="tone-good">
            {t('clientForm.issuerFound')}
            {scopes.length === 0 ? null : ` ${t('clientForm.issuerScopes', { scopes: scopes.join(' ') })}`}
          </p>
        )}
      </div>
      <ProblemNotice problem={discover.problem} />
    </div>
  );
}
