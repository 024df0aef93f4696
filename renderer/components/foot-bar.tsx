import type { ReactNode } from 'react';

/** What a page leads to: it stays at the foot of the window, and the page scrolls under it. The last thing on a page. */
export function FootBar(props: { readonly children: ReactNode; readonly end?: ReactNode }): ReactNode {
  const { children, end } = props;
  return (
    <div className="foot-bar">
      {children}
      {end === undefined ? null : <div className="row foot-bar-end">{end}</div>}
    </div>
  );
}
