import {
  type ComponentPropsWithoutRef,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { textIn } from '#messages/plain-text.ts';
import { Icon } from './icon.tsx';
import { t } from '../i18n.ts';

interface FieldProps {
  readonly label: string;
  /** '': none, and its line is kept for a problem. */
  readonly help?: ReactNode;
  /** What leads on from the help: links and buttons, on a line of their own. */
  readonly links?: ReactNode;
  /** Stands in the place of the help, so that nothing below moves. */
  readonly problem?: string | undefined;
  /** What is noticed of the value as it is entered; it stops nobody. Stands where a problem would. */
  readonly hint?: { readonly tone: 'good' | 'care'; readonly text: string } | undefined;
}

/** What ties a control to its label, its help and its problem. */
interface Control {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A labelled control with its help and its problem, tied together for screen readers. */
function Field(props: FieldProps & { readonly children: (control: Control) => ReactNode }): ReactNode {
  const { label, help, links, problem, hint, children } = props;
  const id = useId();
  const said = problem === undefined ? hint : ({ tone: 'bad', text: problem } as const);
  const told = help !== undefined || said !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': told ? `${id}-help` : undefined,
        'aria-invalid': problem !== undefined,
      })}
      {told ? (
        <div id={`${id}-help`} className="small field-told">
          {said === undefined ? null : (
            <p className={`field-hint tone-${said.tone}`} role={said.tone === 'bad' ? 'alert' : 'status'}>
              <Icon name={said.tone === 'good' ? 'check' : 'triangle'} />
              {said.text}
            </p>
          )}
          <p className="quiet">{help}</p>
        </div>
      ) : null}
      {links === undefined ? null : <div className="row small">{links}</div>}
    </div>
  );
}

/** A field whose value is a text, with all that an element of that kind takes. */
type Texted<Element extends 'input' | 'textarea'> = FieldProps &
  Omit<ComponentPropsWithoutRef<Element>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly onValue: (value: string) => void;
  };

/** One line of text; `beside`: a button within the field. */
export function TextField(props: Texted<'input'> & { readonly beside?: ReactNode }): ReactNode {
  const { label, help, links, problem, hint, beside, onValue, ...rest } = props;
  return (
    <Field label={label} help={help} links={links} problem={problem} hint={hint}>
      {(control) => {
        const input = <input {...control} {...rest} onChange={(event) => onValue(event.target.value)} />;
        if (beside === undefined) return input;
        return (
          <div className="field-with-button">
            {input}
            {beside}
          </div>
        );
      }}
    </Field>
  );
}

export function TextArea({ label, help, problem, onValue, ...rest }: Texted<'textarea'>): ReactNode {
  return (
    <Field label={label} help={help} problem={problem}>
      {(control) => <textarea {...control} {...rest} onChange={(event) => onValue(event.target.value)} />}
    </Field>
  );
}

export function AddressField(props: Texted<'input'>): ReactNode {
  return <TextField {...props} type="email" spellCheck={false} />;
}

/** A value that nobody writes in words: a host, a path, an id. */
export function CodeField(props: Parameters<typeof TextField>[0]): ReactNode {
  return <TextField spellCheck={false} autoComplete="off" {...props} />;
}

/** What is entered into the fields of a form; `bind` ties a field to its own value. */
export function useValues<Values extends object>(
  initial: Values,
): {
  readonly values: Values;
  readonly bind: <Name extends keyof Values>(
    name: Name,
  ) => { readonly value: Values[Name]; readonly onValue: (value: Values[Name]) => void };
} {
  const [values, setValues] = useState(initial);
  return {
    values,
    bind: (name) => ({
      value: values[name],
      onValue: (value) => setValues((before) => ({ ...before, [name]: value })),
    }),
  };
}

interface SelectProps<Value extends string> {
  /** Each with its words. */
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly value: Value;
  readonly onValue: (value: Value) => void;
}

/** A choice of one of several values; its label is somewhere else. */
export function Select<Value extends string>(
  props: SelectProps<Value> & Omit<ComponentPropsWithoutRef<'select'>, 'onChange' | 'value'>,
): ReactNode {
  const { options, onValue, ...rest } = props;
  const choose = (wanted: string): void => {
    const chosen = options.find(([value]) => value === wanted);
    if (chosen !== undefined) onValue(chosen[0]);
  };
  return (
    <select {...rest} onChange={(event) => choose(event.target.value)}>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

export function SelectField<Value extends string>(
  props: Pick<FieldProps, 'label' | 'help' | 'links'> & SelectProps<Value>,
): ReactNode {
  const { label, help, links, ...rest } = props;
  return (
    <Field label={label} help={help} links={links}>
      {(control) => <Select {...control} {...rest} />}
    </Field>
  );
}

/**
 * A form that does something of its own; `validated`: the browser checks its fields first. The first field that is said
 * to be wrong then takes the focus.
 */
export function Form(props: {
  readonly ref?: Ref<HTMLFormElement>;
  readonly className?: string;
  readonly validated?: boolean;
  readonly onSubmit: () => unknown;
  readonly children: ReactNode;
}): ReactNode {
  const { ref, className = 'stack', validated = false, onSubmit, children } = props;
  const [ended, setEnded] = useState<{ readonly form: HTMLFormElement }>();
  // behind what the form has to say of its fields, which comes in a rendering before
  useEffect(() => ended?.form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [ended]);
  return (
    <form
      ref={ref}
      className={className}
      noValidate={!validated}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        void Promise.resolve(onSubmit()).then(() => setEnded({ form }));
      }}
    >
      {children}
    </form>
  );
}

/** The text of a file that was chosen. @throws DOMException - it cannot be read */
export async function fileText(file: Blob): Promise<string> {
  return textIn(new Uint8Array(await file.arrayBuffer()));
}

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
  readonly links?: ReactNode;
  readonly problem?: string | undefined;
  /** It may be dropped anywhere on the page. */
  readonly anywhere?: boolean;
  /** Rejects where the file cannot be read: that is said here. */
  readonly onFile: (file: File) => Promise<unknown>;
}): ReactNode {
  const { label, prompt, accept, help, links, problem, anywhere = false, onFile } = props;
  const [name, setName] = useState<string>();
  const [unreadable, setUnreadable] = useState<string>();
  const [over, setOver] = useState(false);
  const take = (file: File): void => {
    setName(file.name);
    setUnreadable(undefined);
    onFile(file).catch(() => setUnreadable(file.name));
  };
  const overPage = useFileDrop(anywhere ? take : undefined);
  const told = unreadable === undefined ? problem : t('file.unreadable', { name: unreadable });
  return (
    <Field label={label} help={help} links={links} problem={told}>
      {(control) => (
        <div className={over || overPage ? 'row file-drop file-drop-over' : 'row file-drop'}>
          <Icon name="file" className="quiet" />
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
              // the same file once more, changed meanwhile, would be no change
              event.target.value = '';
              if (file !== undefined) take(file);
            }}
          />
        </div>
      )}
    </Field>
  );
}

/**
 * Takes a file that is dropped anywhere on the page; one that falls on a file field is the field's own.
 * @param onFile - undefined: none is taken
 * @returns whether a file is being dragged over the page
 */
function useFileDrop(onFile: ((file: File) => void) | undefined): boolean {
  const [over, setOver] = useState(false);
  const take = useRef(onFile);
  const listens = onFile !== undefined;
  useEffect(() => {
    take.current = onFile;
  });
  useEffect(() => {
    if (!listens) return undefined;
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
      take.current?.(file);
    };
    const listening = new AbortController();
    document.addEventListener('dragover', drag, listening);
    document.addEventListener('dragleave', leave, listening);
    document.addEventListener('drop', drop, listening);
    return () => listening.abort();
  }, [listens]);
  return over;
}

/** A field that narrows a list down while one types; in the place of its label it has the placeholder, or `label`. */
export function SearchField(props: {
  readonly label?: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): ReactNode {
  const { placeholder, label = placeholder, value, onValue } = props;
  return (
    <div className="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </div>
  );
}
