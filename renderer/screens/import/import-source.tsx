import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput } from '#contract/commands.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';

/** What to import: a file, or its content. */
export function ImportSource(props: {
  readonly busy: boolean;
  readonly onLook: (source: CommandInput<'import-plan'>) => void;
}): ReactNode {
  const { busy, onLook } = props;
  const { t } = useTranslation();
  const clients = useShown().snapshot?.clients ?? [];
  const [content, setContent] = useState('');
  const [client, setClient] = useState('');
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (content.trim() !== '') onLook({ content, ...(client === '' ? {} : { client }) });
      }}
    >
      <Field label={t('importing.file')}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".config,.properties,.csv,.tsv,.txt,.ini,text/*"
            onChange={(event) => void event.target.files?.[0]?.text().then(setContent)}
          />
        )}
      </Field>
      <Field label={t('importing.paste')}>
        {(control) => (
          <textarea
            {...control}
            rows={8}
            spellCheck={false}
            autoComplete="off"
            value={content}
            onChange={(event) => setContent(event.target.value)}
          />
        )}
      </Field>
      {clients.length === 0 ? null : (
        <Field label={t('importing.client')}>
          {(control) => (
            <select {...control} value={client} onChange={(event) => setClient(event.target.value)}>
              <option value="">{t('importing.clientNone')}</option>
              {clients.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <div className="row">
        <Button type="submit" look="main" disabled={content.trim() === '' || busy}>
          {t('importing.look')}
        </Button>
      </div>
    </form>
  );
}
