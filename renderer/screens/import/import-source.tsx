import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Details } from '../../components/details.tsx';
import { Field } from '../../components/field.tsx';
import { useFileDrop } from '../../components/file-drop.ts';
import { FileField } from '../../components/file-field.tsx';

/** What to import: a file, dropped anywhere on the page or chosen, or its content. */
export function ImportSource(props: {
  readonly busy: boolean;
  readonly onLook: (content: string) => void;
}): ReactNode {
  const { busy, onLook } = props;
  const { t } = useTranslation();
  const [content, setContent] = useState('');
  const take = (file: File): void => void file.text().then(onLook);
  const over = useFileDrop(take);
  return (
    <>
      <div className={over ? 'card import-drop import-drop-over' : 'card import-drop'}>
        <FileField
          label={t('importing.file')}
          prompt={t('importing.drop')}
          accept=".config,.properties,.csv,.tsv,.txt,.ini,text/*"
          help={t('importing.fileHelp')}
          onFile={take}
        />
      </div>
      <Details summary={t('importing.pasteInstead')}>
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (content.trim() !== '') onLook(content);
          }}
        >
          <Field label={t('importing.paste')}>
            {(control) => (
              <textarea
                {...control}
                rows={8}
                className="code"
                spellCheck={false}
                autoComplete="off"
                value={content}
                onChange={(event) => setContent(event.target.value)}
              />
            )}
          </Field>
          <div className="row">
            <Button
              type="submit"
              look="main"
              busy={busy}
              disabled={content.trim() === ''}
              reason={t('importing.nothingPasted')}
            >
              {t('importing.look')}
            </Button>
          </div>
        </form>
      </Details>
    </>
  );
}
