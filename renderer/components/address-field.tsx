import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { Field } from './field.tsx';

/** A field for a mail address. */
export function AddressField(
  props: {
    readonly label: string;
    readonly help?: ReactNode;
    readonly problem?: string | undefined;
    readonly value: string;
    readonly onValue: (value: string) => void;
  } & Pick<ComponentPropsWithoutRef<'input'>, 'autoComplete' | 'placeholder'>,
): ReactNode {
  const { label, help, problem, value, onValue, ...rest } = props;
  return (
    <Field label={label} help={help} problem={problem}>
      {(control) => (
        <input
          {...control}
          {...rest}
          type="email"
          spellCheck={false}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}
