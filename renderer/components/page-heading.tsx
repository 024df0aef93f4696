import { useEffect, useRef, type ReactNode } from 'react';

let shownBefore = false;

/**
 * A page's heading. It takes the focus when one comes from another page, so that a screen reader says where one is
 * and Tab goes on from there; and it names the window.
 */
export function PageHeading(props: { readonly children: string; readonly aside?: ReactNode }): ReactNode {
  const { children, aside } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // the first page does not pull the focus out of the address bar
    if (shownBefore) heading.current?.focus();
    shownBefore = true;
  }, []);
  useEffect(() => {
    document.title = `${children} – Mailwicket`;
  }, [children]);
  return (
    <div className="row row-apart page-heading">
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {aside}
    </div>
  );
}
