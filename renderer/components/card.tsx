import { useId, type ReactNode } from 'react';

/** A part of a page under a heading of its own. */
export function Card(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, aside, children } = props;
  const heading = useId();
  return (
    <section className="card stack" aria-labelledby={heading}>
      <div className="row row-apart">
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
