import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { freeName } from '#contract/account.ts';
import { defaultsFor } from '#contract/client-defaults.ts';
import { isAppOnly } from '#contract/grants.ts';
import type { Problem } from '#contract/problem.ts';
import { protocols } from '#contract/endpoints.ts';
import type { GuideField } from '#contract/providers/preset.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { useBackend, useSnapshot } from '../../backend/backend-context.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { goTo, hrefOf, type Route } from '../../route.ts';
import {
  type ClientDraft,
  type ClientInput,
  copyOf,
  type DraftText,
  emptyDraft,
  faultyFields,
  forgetDraft,
  inputOf,
  presetFields,
  useKeptDraft,
} from './client-draft.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { domainOf } from '../add-account/address.ts';
import { Icon } from '../../components/icon.tsx';
import { Guide, type GuideAudience } from './guide.tsx';
import { EndpointFields, type FormPart, IdentityFields, Line } from './client-fields.tsx';
import { CredentialFields } from './credential-fields.tsx';
import { format, t } from '../../i18n.ts';

/** A new OAuth client: empty, a copy of another one, or for a provider that is known already. */
export function ClientFormScreen(props: Omit<Extract<Route, { page: 'add-client' }>, 'page'>): ReactNode {
  const { provider, cloud, grant, for: forAddress } = props;
  const backend = useBackend();
  const snapshot = useSnapshot();
  const [initial] = useState((): ClientDraft => {
    const model = snapshot.clients.find((client) => client.id === props.copyOf);
    if (model !== undefined) return copyOf(model, t('clientForm.duplicateName', { name: model.name }));
    return emptyDraft({ provider, cloud, grant });
  });
  return (
    <>
      <PageHeading
        back={
          forAddress === undefined
            ? { href: hrefOf({ page: 'clients' }), text: t('nav.clients') }
            : { href: hrefOf({ page: 'add-account', address: forAddress }), text: forAddress }
        }
      >
        {t('clients.add')}
      </PageHeading>
      <ClientForm
        keptAs={hrefOf({ page: 'add-client', ...props })}
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

const endpoints = new Set<DraftText>([...presetFields, ...protocols]);

/** The form of an OAuth client, in the order in which the portal shows the values, with the guide beside it. */
export function ClientForm(props: {
  readonly initial: ClientDraft;
  /** Under which name what is typed is kept until it is saved. */
  readonly keptAs: string;
  /** A client that is there keeps its secret where none is typed. */
  readonly keepsCredential: boolean;
  readonly submitLabel: string;
  /** The address that waits for the client: the guide is the one for its kind of account. */
  readonly forAddress?: string | undefined;
  readonly onSubmit: (input: ClientInput) => Promise<Problem | undefined>;
}): ReactNode {
  const { initial, keptAs, submitLabel, onSubmit } = props;
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useKeptDraft(keptAs, initial);
  const defaults = defaultsFor({ ...draft, tenant: draft.texts.tenant });
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  /** How often somebody has tried to save it. */
  const [tries, setTries] = useState(0);
  const [unfolded, setUnfolded] = useState(
    draft.provider === 'custom' || presetFields.some((field) => draft.texts[field] !== undefined),
  );
  const [asked, setAsked] = useState<{ field: GuideField | undefined; times: number }>({
    field: undefined,
    times: 0,
  });
  const askedFrom = useRef<HTMLElement>(undefined);
  // below the form, the page would be longer than anybody scrolls: there it opens when it is asked
  const [guided, setGuided] = useState(() => window.matchMedia('(width > 51.25em)').matches);
  // another provider may not have the grant: its usual one then
  const [usualGrant] = defaults.grants;
  if (usualGrant !== undefined && !defaults.grants.includes(draft.grant)) {
    setDraft((before) => ({ ...before, grant: usualGrant }));
  }
  const audience = audienceFor(props.forAddress, draft.provider);
  const told = new Set(
    presetFor(draft)
      .guide(draft.grant, audience)
      .flatMap(({ steps }) => steps.map((step) => step.field)),
  );
  const part: FormPart = {
    draft,
    defaults,
    usualName: useUsualName(draft),
    kept: props.keepsCredential ? initial.credential : undefined,
    tried: tries > 0,
    change(changed) {
      setDraft((before) => ({ ...before, ...changed, texts: { ...before.texts, ...changed.texts } }));
      if (changed.provider === 'custom') setUnfolded(true);
    },
    // a question that the guide does not answer is not offered
    where: (field, label) =>
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
      ) : null,
  };
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const faulty = faultyFields(part);
    if (faulty.length > 0) {
      if (faulty.some((field) => endpoints.has(field))) setUnfolded(true);
      setTries((times) => times + 1);
      return;
    }
    setBusy(true);
    setProblem(undefined);
    const failed = await onSubmit(inputOf(part));
    if (failed === undefined) forgetDraft(keptAs);
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
        <IdentityFields part={part} />
        <CredentialFields part={part} />
        <Line
          part={part}
          name="name"
          help={t('clientForm.nameHelp')}
          maxLength={100}
          spellCheck={undefined}
        />
        <EndpointFields part={part} open={unfolded} onToggle={setUnfolded} />
        <ProblemNotice problem={problem} />
        <div className="row form-actions">
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
            {defaults.notes.map((note) => (
              <p key={note.code} className="small quiet">
                {format(note)}
              </p>
            ))}
            <Guide
              draft={draft}
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
  const taken = useSnapshot().clients;
  const name = t(isAppOnly(grant) ? 'clientForm.usualNameApp' : 'clientForm.usualName', {
    provider: t(`provider.${provider}`),
  });
  return freeName(
    name,
    taken.map((client) => client.name),
  );
}
