import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { type Protocol, protocolName, protocols } from '#contract/endpoints.ts';
import { TextField } from '../../components/field.tsx';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Fold } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { type PresetField, presetFields, serverText, shownField, shownServer } from './client-draft.ts';
import type { FormPart } from './form-part.ts';

const words = {
  authorizationUrl: 'clientForm.authorizationUrl',
  tokenUrl: 'clientForm.tokenUrl',
  deviceUrl: 'clientForm.deviceUrl',
  scope: 'clientForm.scope',
} as const;

/** The URLs, the scope and the servers: filled in by the preset, each with the way back to it. */
export function EndpointFields(
  props: FormPart & { readonly open: boolean; readonly onToggle: (open: boolean) => void },
): ReactNode {
  const { draft, defaults, open, onToggle } = props;
  const { t } = useTranslation();
  const own =
    presetFields.some((field) => draft[field] !== undefined) ||
    protocols.some((protocol) => draft.servers[protocol] !== undefined);
  return (
    <div className="card rows">
      <Fold
        title={t('clientForm.advanced')}
        icon="sliders"
        aside={
          draft.provider === 'custom'
            ? undefined
            : t(own ? 'clientForm.advancedChanged' : 'clientForm.advancedUsual', {
                provider: t(`provider.${draft.provider}`),
              })
        }
        open={open}
        onToggle={onToggle}
      >
        {draft.provider === 'custom' ? (
          <IssuerField
            onFound={(found) => {
              const urls: Partial<Record<PresetField, string>> = {};
              for (const field of ['authorizationUrl', 'tokenUrl', 'deviceUrl'] as const) {
                const url = found[field];
                if (url !== undefined && isOfUse(field, props)) urls[field] = url;
              }
              const { issuer: name, issuerInAnswers: inAnswers, authorizationUrl } = found;
              const issuer =
                authorizationUrl === undefined ? undefined : { name, inAnswers, authorizationUrl };
              props.change({ ...urls, issuer });
            }}
          />
        ) : null}
        {presetFields
          .filter(
            (field) => isOfUse(field, props) || draft[field] !== undefined || defaults?.[field] !== undefined,
          )
          .map((field) => (
            <PresetText key={field} {...props} field={field} />
          ))}
        {protocols.map((protocol) => (
          <ServerText key={protocol} {...props} protocol={protocol} />
        ))}
      </Fold>
    </div>
  );
}

function PresetText(props: FormPart & { readonly field: PresetField }): ReactNode {
  const { draft, defaults, change, problemOf, where, field } = props;
  const { t } = useTranslation();
  const usual = defaults?.[field] ?? '';
  const label = t(words[field]);
  return (
    <TextField
      label={label}
      help={
        <>
          {field === 'scope' ? `${t('clientForm.scopeHelp')} ` : null}
          <Reset
            label={label}
            shown={draft[field] !== undefined && usual !== ''}
            onReset={() => change({ [field]: undefined })}
          />
          {draft.provider === 'custom' ? where('urls', label) : null}
        </>
      }
      problem={field === 'scope' ? undefined : problemOf(field)}
      spellCheck={false}
      autoComplete="off"
      inputMode={field === 'scope' ? 'text' : 'url'}
      value={shownField(draft, field, defaults)}
      onValue={(value) => change({ [field]: value === usual ? undefined : value })}
    />
  );
}

function ServerText(props: FormPart & { readonly protocol: Protocol }): ReactNode {
  const { draft, defaults, change, problemOf, protocol } = props;
  const { t } = useTranslation();
  const usual = serverText(defaults?.servers[protocol]);
  const label = t('clientForm.server', { protocol: protocolName[protocol] });
  const set = (text: string | undefined): void => change({ servers: { ...draft.servers, [protocol]: text } });
  return (
    <TextField
      label={label}
      help={
        <>
          {t('clientForm.serverHelp')}{' '}
          <Reset
            label={label}
            shown={draft.servers[protocol] !== undefined && usual !== ''}
            onReset={() => set(undefined)}
          />
        </>
      }
      problem={problemOf(protocol)}
      spellCheck={false}
      autoComplete="off"
      value={shownServer(draft, protocol, defaults)}
      onValue={(value) => set(value === usual ? undefined : value)}
    />
  );
}

function Reset(props: {
  readonly label: string;
  readonly shown: boolean;
  readonly onReset: () => void;
}): ReactNode {
  const { t } = useTranslation();
  if (!props.shown) return null;
  return (
    <Button
      look="link"
      className="button-inline"
      aria-label={t('clientForm.resetOf', { field: props.label })}
      onClick={props.onReset}
    >
      {t('clientForm.reset')}
    </Button>
  );
}

/** A provider that has no preset needs its endpoints typed. */
function isOfUse(field: PresetField, { draft }: FormPart): boolean {
  switch (field) {
    case 'authorizationUrl':
      return draft.grant === 'authorization-code';
    case 'deviceUrl':
      return draft.grant === 'device-code';
    case 'tokenUrl':
    case 'scope':
      return true;
    default:
      return field satisfies never;
  }
}

type DiscoveredProvider = CommandOutput<'provider-discover'>;

/** A provider without a preset tells its own URLs, where one knows its issuer. */
function IssuerField(props: { readonly onFound: (provider: DiscoveredProvider) => void }): ReactNode {
  const { t } = useTranslation();
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
        <TextField
          label={t('clientForm.issuer')}
          help={t('clientForm.issuerHelp')}
          spellCheck={false}
          autoComplete="off"
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
