import type { ReactNode } from 'react';
import { PageHeading } from './page-heading.tsx';

/** A page with nothing on it yet: a picture, a headline, one sentence, and the way to begin. */
export function EmptyState(props: {
  readonly picture?: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  const { picture, title, text, children } = props;
  return (
    <div className="empty-state stack">
      {picture}
      <div className="empty-words">
        <PageHeading>{title}</PageHeading>
        <p className="quiet">{text}</p>
      </div>
      {children}
    </div>
  );
}
