import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** A field that narrows a list down while one types. */
export function SearchField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): ReactNode {
  const { label, placeholder, value, onValue } = props;
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
