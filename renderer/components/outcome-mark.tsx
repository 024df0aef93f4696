import type { ReactNode } from 'react';

/** Done or failed: a shape, a colour, and a word for those who see neither. */
export function OutcomeMark(props: { readonly ok: boolean; readonly label: string }): ReactNode {
  const { ok, label } = props;
  return (
    <svg
      viewBox="0 0 16 16"
      role="img"
      aria-label={label}
      className={`outcome-mark ${ok ? 'tone-good' : 'tone-bad'}`}
    >
      <path
        d={ok ? 'M2 8.5 6 12.5 14 4' : 'M3 3 13 13M13 3 3 13'}
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
      />
    </svg>
  );
}
