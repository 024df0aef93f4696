import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface MenuEntry {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly onChoose: () => void;
}

/** What is seldom wanted, behind '…'. */
export function MoreMenu(props: {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}): ReactNode {
  const { label, entries } = props;
  return (
    // a modal one would put a style element into the page, which its policy forbids
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button icon-button-edged" aria-label={label} title={label}>
        <Icon name="more" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {entries.map(({ label: words, icon, danger = false, onChoose }) => (
            <DropdownMenu.Item
              key={words}
              className={danger ? 'menu-entry tone-bad' : 'menu-entry'}
              onSelect={onChoose}
            >
              {icon === undefined ? null : <Icon name={icon} />}
              {words}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
