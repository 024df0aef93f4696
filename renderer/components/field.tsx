import { useId, type ReactNode, type ComponentPropsWithoutRef } from 'react';
import { Icon } from './icon.tsx';

/** A labelled control with its help and its problem, tied together for screen readers. */
export function Field(props: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  /** What is noticed of the value as it is entered; it stops nobody. */
  readonly hint?: { readonly tone: 'good' | 'care'; readonly text: string } | undefined;
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}): ReactNode {
  const { label, help, problem, hint, children } = props;
  const id = useId();
  const told = help !== undefined || problem !== undefined || hint !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(told ? { 'aria-describedby': `${id}-help` } : {}),
        'aria-invalid': problem !== undefined,
      })}
      {told ? (
        <div id={`${id}-help`} className="small">
          {problem === undefined ? null : (
            <p className="field-hint field-problem" role="alert">
              <Icon name="triangle" />
              {problem}
            </p>
          )}
          {problem !== undefined || hint === undefined ? null : (
            <p className={`field-hint tone-${hint.tone}`} role="status">
              <Icon name={hint.tone === 'good' ? 'check' : 'triangle'} />
              {hint.text}
            </p>
          )}
          {help === undefined ? null : <div className="quiet">{help}</div>}
        </div>
      ) : null}
    </div>
  );
}

interface TextFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

export function TextField(props: TextFieldProps): ReactNode {
  const { label, help, problem, value, onValue, ...rest } = props;
  return (
    <Field label={label} help={help} problem={problem}>
      {(control) => (
        <input {...control} {...rest} value={value} onChange={(event) => onValue(event.target.value)} />
      )}
    </Field>
  );
}

export function AddressField(props: Omit<TextFieldProps, 'type' | 'spellCheck'>): ReactNode {
  return <TextField {...props} type="email" spellCheck={false} />;
}
