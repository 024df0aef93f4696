import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

export type DiscoveredProvider = CommandOutput<'provider-discover'>;

/** A provider without a preset tells its own URLs, where one knows its issuer. */
export function IssuerField(props: { readonly onFound: (provider: DiscoveredProvider) => void }): ReactNode {
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
        <Field label={t('clientForm.issuer')} help={t('clientForm.issuerHelp')}>
          {(control) => (
            <input
              {...control}
              spellCheck={false}
              autoComplete="off"
              inputMode="url"
              placeholder="https://login.example.org"
              value={issuer}
              onChange={({ target: { value } }) => setIssuer(value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                // it looks up, and does not save the form around it
                event.preventDefault();
                void lookUp();
              }}
            />
          )}
        </Field>
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
      {discover.problem === undefined ? null : <ProblemNotice problem={discover.problem} />}
    </div>
  );
}
