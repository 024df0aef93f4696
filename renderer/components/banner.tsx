import type { ReactNode } from 'react';
import { Gate } from './gate.tsx';

/** Somebody is needed: how many, one sentence, and one button. */
export function Banner(props: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, action, children } = props;
  return (
    <div className="notice notice-care banner" role="status">
      <Gate state="needs-you" />
      <div className="hero-words">
        <p className="strong">{title}</p>
        <p>{children}</p>
      </div>
      {action}
    </div>
  );
}
