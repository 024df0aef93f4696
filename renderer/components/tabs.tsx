import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** Tabs after the ARIA pattern: arrow keys move, the page of the chosen one is shown. */
export function Tabs(props: { readonly label: string; readonly tabs: readonly Tab[] }): ReactNode {
  const { label, tabs } = props;
  return (
    <Primitive.Root defaultValue={tabs[0]?.id ?? ''} className="stack">
      <Primitive.List className="tabs-list" aria-label={label}>
        {tabs.map((tab) => (
          <Primitive.Trigger key={tab.id} value={tab.id} className="tabs-trigger">
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id}>
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
