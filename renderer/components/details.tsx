import type { ReactNode } from 'react';

/** What is folded away until it is wanted: the platform's own disclosure. */
export function Details(props: { readonly summary: string; readonly children: ReactNode }): ReactNode {
  return (
    <details className="details">
      <summary>{props.summary}</summary>
      <div className="stack details-body">{props.children}</div>
    </details>
  );
}
