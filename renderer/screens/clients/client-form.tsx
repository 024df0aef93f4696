import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#contract/problem.ts';
import type { GuideField } from '#contract/providers/preset.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { pastedValueProblem } from '#contract/oauth-client.ts';
import { TextField } from '../../components/field.tsx';
import { useAnswer, useBackend, useShown } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo, hrefOf, type Route } from '../../route.ts';
import {
  type ClientDefaults,
  type ClientDraft,
  type ClientInput,
  copyOf,
  emptyDraft,
  inputOf,
  isServerText,
  presetFields,
  shownCredential,
} from './client-draft.ts';
import { Button } from '../../components/button.tsx';
import { MessageText } from '../../components/text.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { freeName } from '../account/account-state.ts';
import { domainOf } from '../add-account/address.ts';
import { Icon } from '../../components/icon.tsx';
import { Guide, type GuideAudience } from './guide.tsx';
import { CredentialFields } from './credential-fields.tsx';
import { EndpointFields } from './endpoint-fields.tsx';
import { type FormPart, missingFields, type RequiredField } from './form-part.ts';
import { IdentityFields } from './identity-fields.tsx';
import { useFormat } from '../../i18n.ts';

/** A new OAuth client: empty, a copy of another one, or for a provider that is known already. */
export function ClientFormScreen(props: Omit<Extract<Route, { page: 'add-client' }>, 'page'>): ReactNode {
  const { provider, cloud, grant, forAddress } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const { snapshot } = useShown();
  const [initial] = useState((): ClientDraft => {
    const model = snapshot?.clients.find((client) => client.id === props.copyOf);
    if (model !== undefined) return copyOf(model, t('clientForm.duplicateName', { name: model.name }));
    return emptyDraft({ provider, cloud, grant });
  });
  return (
    <>
      <PageHeading
        back={
          forAddress === undefined
            ? { href: hrefOf({ page: 'clients' }), text: t('clients.title') }
            : { href: hrefOf({ page: 'add-account', address: forAddress }), text: forAddress }
        }
      >
        {t('clientForm.addTitle')}
      </PageHeading>
      <ClientForm
        initial={initial}
        keepsCredential={false}
        forAddress={forAddress}
        submitLabel={t('clientForm.add')}
        onSubmit={async ({ fields, credential = { kind: 'none' } }) => {
          const result = await backend.run('client-add', { ...fields, credential });
          if (!result.ok) return result;
          // a certificate that was made just now has to go to the portal first
          if (forAddress === undefined || credential.kind === 'new-certificate')
            goTo({ page: 'client', id: result.value.id });
          else goTo({ page: 'add-account', address: forAddress });
          return undefined;
        }}
      />
    </>
  );
}

const endpoints: readonly RequiredField[] = [
  'authorizationUrl',
  'tokenUrl',
  'deviceUrl',
  'imap',
  'pop',
  'smtp',
];

/** The form of an OAuth client, in the order in which the portal shows the values, with the guide beside it. */
export function ClientForm(props: {
  readonly initial: ClientDraft;
  /** A client that is there keeps its secret where none is typed. */
  readonly keepsCredential: boolean;
  readonly submitLabel: string;
  /** The address that waits for the client: the guide is the one for its kind of account. */
  readonly forAddress?: string | undefined;
  readonly onSubmit: (input: ClientInput) => Promise<Problem | undefined>;
}): ReactNode {
  const { initial, submitLabel, onSubmit } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(initial);
  const defaults = useClientDefaults(draft);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  /** How often somebody has tried to save it. */
  const [tries, setTries] = useState(0);
  const [unfolded, setUnfolded] = useState(
    initial.provider === 'custom' || presetFields.some((field) => initial[field] !== undefined),
  );
  const [asked, setAsked] = useState<{ field: GuideField | undefined; times: number }>({
    field: undefined,
    times: 0,
  });
  const askedFrom = useRef<HTMLElement>(undefined);
  // below the form, the page would be longer than anybody scrolls: there it opens when it is asked
  const [guided, setGuided] = useState(() => window.matchMedia('(width > 820px)').matches);
  const change = (part: Partial<ClientDraft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    if (part.provider === 'custom') setUnfolded(true);
  };
  // another provider may not have the grant: its usual one then
  const usualGrant = defaults?.grants[0];
  if (usualGrant !== undefined && defaults?.grants.includes(draft.grant) === false) {
    setDraft((before) => ({ ...before, grant: usualGrant }));
  }

  const usualName = useUsualName(draft);
  const keeps = props.keepsCredential && shownCredential(draft, defaults) === initial.credential;
  const missing = missingFields(draft, defaults, keeps);
  const audience = audienceFor(props.forAddress, draft.provider);
  const told = new Set(
    presetFor(draft)
      .guide(draft.grant, audience)
      .flatMap(({ steps }) => steps.map((step) => step.field)),
  );
  // a question that the guide does not answer is not offered
  const where: FormPart['where'] = (field, label) =>
    told.has(field) ? (
      <Button
        look="link"
        className="button-inline"
        data-guide-field={field}
        aria-label={t('clientForm.whereOf', { field: label })}
        onClick={(event) => {
          askedFrom.current = event.currentTarget;
          setGuided(true);
          setAsked(({ times }) => ({ field, times: times + 1 }));
        }}
      >
        {t('clientForm.where')}
      </Button>
    ) : null;
  const part: FormPart = {
    draft,
    defaults,
    change,
    where,
    problemOf(field) {
      if (tries === 0) return undefined;
      if (field === 'imap' || field === 'pop' || field === 'smtp')
        return isServerText(draft.servers[field] ?? '') ? undefined : t('clientForm.serverWrong');
      return missing.has(field) ? t('clientForm.missing') : undefined;
    },
    hintOf(field) {
      const doubt = pastedValueProblem(field, draft[field], draft);
      if (doubt !== undefined) return { tone: 'care', text: format(doubt) };
      // with other providers nothing is known of how one looks
      const known = ['microsoft365', 'outlook', 'google'].includes(draft.provider);
      return field === 'clientId' && known && draft.clientId.trim() !== ''
        ? { tone: 'good', text: t('clientForm.looksRight', { provider: t(`provider.${draft.provider}`) }) }
        : undefined;
    },
  };
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const input = inputOf(draft, defaults, { keepsCredential: keeps, usualName });
    if ('wrong' in input || missing.size > 0) {
      const wrong = new Set<RequiredField>('wrong' in input ? [...missing, input.wrong] : missing);
      if (endpoints.some((field) => wrong.has(field))) setUnfolded(true);
      setTries((times) => times + 1);
      return;
    }
    setBusy(true);
    setProblem(undefined);
    const failed = await onSubmit(input);
    setProblem(failed);
    setBusy(false);
  };

  return (
    <div className="form-and-guide">
      <form
        ref={form}
        className="stack"
        noValidate
        aria-busy={busy}
        onFocus={({ target }) => {
          const question = target.closest('.field')?.querySelector('[data-guide-field]');
          const field = [...told].find((one) => one === question?.getAttribute('data-guide-field'));
          if (field !== undefined) setAsked(({ times }) => ({ field, times }));
        }}
        onSubmit={(event) => void submit(event)}
      >
        <IdentityFields {...part} />
        <CredentialFields {...part} keepsCredential={keeps} mayKeep={props.keepsCredential} />
        <TextField
          label={t('clientForm.name')}
          help={t('clientForm.nameHelp')}
          problem={part.problemOf('name')}
          maxLength={100}
          autoComplete="off"
          value={draft.name ?? usualName}
          onValue={(name) => change({ name })}
        />
        <EndpointFields {...part} open={unfolded} onToggle={setUnfolded} />
        <ProblemNotice problem={problem} />
        <div className="form-actions">
          <Button look="main" type="submit" className="button-page" busy={busy}>
            {submitLabel}
          </Button>
        </div>
      </form>
      <aside className="card" aria-label={t('clientForm.guide')} tabIndex={0}>
        <details
          className="details"
          open={guided}
          onToggle={({ currentTarget }) => setGuided(currentTarget.open)}
        >
          <summary>
            <Icon name="right" />
            <h2>{t('clientForm.guide')}</h2>
          </summary>
          <div className="stack details-body">
            {(defaults?.notes ?? []).map((note) => (
              <p key={note.code} className="small quiet">
                <MessageText message={note} />
              </p>
            ))}
            <Guide
              provider={draft.provider}
              cloud={draft.cloud}
              grant={draft.grant}
              clientId={draft.clientId}
              audience={audience}
              field={asked.field}
              asked={asked.times}
              onBack={() => askedFrom.current?.focus()}
            />
          </div>
        </details>
      </aside>
    </div>
  );
}

/** Whose account an address is: persons have theirs under the provider's own domains. */
function audienceFor(address: string | undefined, provider: ClientDraft['provider']): GuideAudience {
  if (address === undefined || provider === 'custom') return undefined;
  return presetFor({ provider }).domains.includes(domainOf(address).toLowerCase())
    ? 'personal'
    : 'organization';
}

/** What a client is called that nobody has named: after its provider, and numbered where that is taken. */
function useUsualName({ provider, grant }: Pick<ClientDraft, 'provider' | 'grant'>): string {
  const { t } = useTranslation();
  const taken = useShown().snapshot?.clients ?? [];
  const name = t(
    grant === 'client-credentials' || grant === 'service-account'
      ? 'clientForm.usualNameApp'
      : 'clientForm.usualName',
    { provider: t(`provider.${provider}`) },
  );
  return freeName(
    name,
    taken.map((client) => client.name),
  );
}

/** What the preset fills in for the choices made so far; the old stays until the new has come. */
function useClientDefaults(
  draft: Pick<ClientDraft, 'provider' | 'grant' | 'cloud' | 'tenant'>,
): ClientDefaults | undefined {
  const { provider, grant, cloud } = draft;
  const tenant = draft.tenant.trim();
  const answer = useAnswer('client-defaults', {
    provider,
    grant,
    cloud: provider === 'microsoft365' ? cloud : undefined,
    tenant: tenant === '' ? undefined : tenant,
  });
  const [defaults, setDefaults] = useState<ClientDefaults>();
  if (answer?.ok === true && answer.value !== defaults) setDefaults(answer.value);
  return defaults;
}
