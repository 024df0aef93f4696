import { useState, type ReactNode, useEffect, useRef } from 'react';
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

/**
 * Takes a file that is dropped anywhere on the page; one that falls on a file field is the field's own.
 * @returns whether a file is being dragged over the page
 */
export function useFileDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useRef(onFile);
  useEffect(() => {
    take.current = onFile;
  });
  useEffect(() => {
    const isField = ({ target }: Event): boolean =>
      target instanceof HTMLInputElement && target.type === 'file';
    const drag = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      // without this the browser would open the file
      if (!isField(event)) event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined || isField(event)) return;
      event.preventDefault();
      take.current(file);
    };
    document.addEventListener('dragover', drag);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', drag);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
