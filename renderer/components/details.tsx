import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** What is folded away until it is wanted: the platform's own disclosure. */
export function Details(props: { readonly summary: string; readonly children: ReactNode }): ReactNode {
  return (
    <details className="details">
      <summary>
        <Icon name="right" />
        {props.summary}
      </summary>
      <div className="stack details-body">{props.children}</div>
    </details>
  );
}

/** A row of a card of rows that opens in place. */
export function Fold(props: {
  readonly title: string;
  readonly icon?: IconName;
  /** At the end of the line, before the chevron. */
  readonly aside?: ReactNode;
  /** Where somebody else opens it too. */
  readonly open?: boolean;
  readonly onToggle?: (open: boolean) => void;
  readonly children: ReactNode;
}): ReactNode {
  const { title, icon, aside, open, onToggle, children } = props;
  return (
    <details className="fold" open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary>
        {icon === undefined ? null : <Icon name={icon} />}
        <span className="fold-title">{title}</span>
        {aside === undefined ? null : <span className="small quiet">{aside}</span>}
        <Icon name="down" />
      </summary>
      <div className="stack fold-body">{children}</div>
    </details>
  );
}
