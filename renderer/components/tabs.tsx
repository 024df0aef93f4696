import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

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
  readonly tabs: readonly Tab[];
  readonly look?: 'line' | 'segments';
  /** The chosen one, where somebody else keeps it. */
  readonly value?: string;
  readonly onValue?: (id: string) => void;
}): ReactNode {
  const { label, tabs, look = 'line', value, onValue } = props;
  return (
    <Primitive.Root
      className="stack"
      {...(value === undefined ? { defaultValue: tabs[0]?.id ?? '' } : { value })}
      {...(onValue === undefined ? {} : { onValueChange: onValue })}
    >
      <Primitive.List className={`tabs-list tabs-${look}`} aria-label={label}>
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.id}
            value={tab.id}
            className="tabs-trigger"
            {...(tab.icon === undefined ? {} : { title: tab.label })}
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
