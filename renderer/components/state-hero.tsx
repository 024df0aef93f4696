import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import type { Tone } from './mark.tsx';

/** How it stands, in large: a disc with a shape, a headline, a sentence, and the one action. */
export function StateHero(props: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Stands at the end of the line; what is longer goes into the children. */
  readonly action?: ReactNode;
  readonly role?: 'alert' | 'status';
}): ReactNode {
  const { tone, icon, title, children, action, role } = props;
  return (
    <div className={`card hero hero-${tone}`} role={role}>
      <span className={`disc tone-${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="hero-words">
        <p className="headline wrap-anywhere">{title}</p>
        {children}
      </div>
      {action === undefined || action === null ? null : <div className="hero-action">{action}</div>}
    </div>
  );
}

/** Who can mend it, and how: two labelled lines of a hero. */
export function WhoAndHow(props: { readonly rows: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className="who-and-how">
      {props.rows.map(([label, text]) => (
        <div key={label}>
          <dt className="quiet">{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
