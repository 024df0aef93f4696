import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';

/**
 * A file, dropped or chosen. The native field lies over it and is not seen, so that the pointer, the keyboard and a
 * screen reader all meet the real one.
 */
export function FileField(props: {
  readonly label: string;
  /** 'Drop the JSON file here, or' – the button 'Choose' follows. */
  readonly prompt?: string;
  readonly accept: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly onFile: (file: File) => void;
}): ReactNode {
  const { label, prompt, accept, help, problem, onFile } = props;
  const { t } = useTranslation();
  const [name, setName] = useState<string>();
  const [over, setOver] = useState(false);
  return (
    <Field label={label} help={help} problem={problem}>
      {(control) => (
        <div className={over ? 'file-drop file-drop-over' : 'file-drop'}>
          <Icon name="file" />
          <span
            className={name === undefined ? 'quiet' : 'wrap-anywhere'}
            translate={name === undefined ? undefined : 'no'}
          >
            {name ?? prompt ?? t('file.drop')}
          </span>
          <span className="button" aria-hidden="true">
            {t(name === undefined ? 'file.choose' : 'file.another')}
          </span>
          <input
            {...control}
            type="file"
            accept={accept}
            onDragEnter={() => setOver(true)}
            onDragLeave={() => setOver(false)}
            onDrop={() => setOver(false)}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file === undefined) return;
              setName(file.name);
              onFile(file);
            }}
          />
        </div>
      )}
    </Field>
  );
}
