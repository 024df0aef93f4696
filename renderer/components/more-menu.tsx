import { DropdownMenu } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
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
  const trigger = useRef<HTMLButtonElement>(null);
  const chosen = useRef<() => void>(undefined);
  return (
    // a modal one would put a style element into the page, which its policy forbids
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        ref={trigger}
        className="icon-button icon-button-edged"
        aria-label={label}
        title={label}
      >
        <Icon name="more" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          // first the focus goes back: a dialog that is chosen returns it to where it has found it
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            trigger.current?.focus();
            chosen.current?.();
            chosen.current = undefined;
          }}
        >
          {entries.map(({ label: words, icon, danger = false, onChoose }) => (
            <DropdownMenu.Item
              key={words}
              className={danger ? 'menu-entry tone-bad' : 'menu-entry'}
              onSelect={() => {
                chosen.current = onChoose;
              }}
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
