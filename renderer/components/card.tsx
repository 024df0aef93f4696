import { type ReactNode, useId } from 'react';
import { Tabs as Primitive } from 'radix-ui';
import { Icon, type IconName } from './icon.tsx';

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
      <summary className="row">
        {icon === undefined ? null : <Icon name={icon} />}
        <span className="fold-title">{title}</span>
        {aside === undefined ? null : <span className="small quiet">{aside}</span>}
        <Icon name="down" />
      </summary>
      <div className="stack fold-body">{children}</div>
    </details>
  );
}

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly content: ReactNode;
}

/**
 * Tabs after the ARIA pattern: arrow keys move, the page of the chosen one is shown. `segments`: a choice within a
 * page, with icons; when it is narrow only the chosen one keeps its word.
 */
export function Tabs(props: {
  readonly label: string;
  /** 'false': there is none. */
  readonly tabs: readonly (Tab | false)[];
  readonly look?: 'line' | 'segments';
  /** The chosen one, where somebody else keeps it. */
  readonly value?: string;
  readonly onValue?: (id: string) => void;
}): ReactNode {
  const { label, look = 'line', value, onValue } = props;
  const tabs = props.tabs.filter((tab) => tab !== false);
  return (
    <Primitive.Root
      className="stack"
      {...(value === undefined ? { defaultValue: tabs[0]?.id ?? '' } : { value })}
      onValueChange={onValue}
    >
      <Primitive.List className={`tabs-list tabs-${look}`} aria-label={label}>
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.id}
            value={tab.id}
            className="tabs-trigger"
            title={tab.icon && tab.label}
          >
            {tab.icon === undefined ? null : <Icon name={tab.icon} />}
            <span>{tab.label}</span>
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id} className="stack tab-page">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
