import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { Field } from './field.tsx';

interface TextFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A field for a line of text. */
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

/** A field for a mail address. */
export function AddressField(props: Omit<TextFieldProps, 'type' | 'spellCheck'>): ReactNode {
  return <TextField {...props} type="email" spellCheck={false} />;
}
