import {
  type AnchorHTMLAttributes,
  type ButtonHTMLAttributes,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { DropdownMenu } from 'radix-ui';
import type { Problem } from '#contract/problem.ts';
import { problemText } from '#messages/message.ts';
import { useHostCommand } from '../backend/backend-context.tsx';
import { Icon, type IconName } from './icon.tsx';
import { format, t } from '../i18n.ts';

const looks = {
  normal: 'button',
  main: 'button button-main',
  danger: 'button button-danger',
  quiet: 'button button-quiet',
  link: 'button button-link',
} as const;
type Look = keyof typeof looks;

function classes(look: Look, ...more: readonly (string | undefined)[]): string {
  return [looks[look], ...more].filter((one) => one !== undefined).join(' ');
}

/** A button that says what it does. `main`: the one thing to do in its block. */
export function Button(
  props: ButtonHTMLAttributes<HTMLButtonElement> & {
    readonly look?: Look;
    readonly icon?: IconName;
    /** What it started is under way: it shows a spinner and cannot be pressed, but has the focus still. */
    readonly busy?: boolean;
    /** Why it cannot be pressed; it stands beside the button while it is disabled. */
    readonly reason?: string | undefined;
  },
): ReactNode {
  const {
    look = 'normal',
    type = 'button',
    icon,
    busy = false,
    reason,
    className,
    children,
    disabled = false,
    onClick,
    onFocus,
    onBlur,
    ...rest
  } = props;
  const id = useId();
  // one that cannot be pressed any more while it has the focus does not lose it
  const [focused, setFocused] = useState(false);
  const held = busy || (disabled && focused);
  const told = disabled && !busy && reason !== undefined;
  return (
    <>
      <button
        {...rest}
        type={type}
        disabled={disabled && !held}
        onClick={held ? (event) => event.preventDefault() : onClick}
        onFocus={(event) => {
          setFocused(true);
          onFocus?.(event);
        }}
        onBlur={(event) => {
          setFocused(false);
          onBlur?.(event);
        }}
        className={classes(look, busy && icon === undefined ? 'button-waits' : undefined, className)}
        {...(held ? { 'aria-busy': busy, 'aria-disabled': true } : {})}
        {...(told ? { 'aria-describedby': id } : {})}
      >
        {busy ? <Icon name="ring" /> : icon === undefined ? null : <Icon name={icon} />}
        <span>{children}</span>
      </button>
      {told ? (
        <span id={id} className="small quiet">
          {reason}
        </span>
      ) : null}
    </>
  );
}

export function ButtonLink(
  props: AnchorHTMLAttributes<HTMLAnchorElement> & {
    readonly href: string;
    readonly look?: Look;
    readonly icon?: IconName;
  },
): ReactNode {
  const { look = 'normal', icon, className, children, ...rest } = props;
  return (
    <a {...rest} className={classes(look, className)}>
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

/** A button with a drawing only; its name is its tooltip. */
export function IconButton(
  props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'aria-label' | 'title'> & {
    readonly icon: IconName;
    readonly label: string;
  },
): ReactNode {
  const { icon, label, type = 'button', className, ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      className={className === undefined ? 'icon-button' : `icon-button ${className}`}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Opens a page of somebody else's. */
export function OpenPageButton(props: {
  readonly url: string;
  readonly look?: Look;
  readonly children: ReactNode;
}): ReactNode {
  const { url, look = 'normal', children } = props;
  const opening = useHostCommand('host-open-page');
  return (
    <>
      <Button icon="external" look={look} onClick={() => void opening.run({ url })}>
        {children}
      </Button>
      <Refusal problem={opening.problem} />
    </>
  );
}

/** Why what a button asks for was not done, beside the button. */
export function Refusal({ problem }: { readonly problem: Problem | undefined }): ReactNode {
  if (problem === undefined) return null;
  return (
    <span role="alert" className="small tone-bad refusal">
      {format(problemText(problem))}
    </span>
  );
}

/** How long the tick stays after a copy. Milliseconds. */
const tickTime = 2_000;

/**
 * Copies a text. With words it is a button that says so; without, a drawing beside what it copies. It turns into a tick
 * for a while, and says so to screen readers.
 */
export function CopyButton(props: {
  /** What is copied; a function where making it takes an answer, undefined where there is none. */
  readonly text: string | (() => Promise<string | undefined>);
  /** What a drawing alone copies: 'Server'. */
  readonly what?: string;
  readonly look?: 'normal' | 'main' | 'link' | 'quiet';
  readonly children?: string;
}): ReactNode {
  const { text, what = '', look = 'normal', children } = props;
  const copying = useHostCommand('host-copy');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), tickTime);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    const wanted = typeof text === 'string' ? text : await text();
    if (wanted === undefined) return;
    setCopied((await copying.run({ text: wanted })).ok);
  };
  const name = t('copy.label', { what });
  const status = (
    <>
      <span role="status" className="visually-hidden">
        {copied ? t('copy.done') : ''}
      </span>
      <Refusal problem={copying.problem} />
    </>
  );
  if (children === undefined) {
    return (
      <>
        <button
          type="button"
          className={copied ? 'icon-button tone-good' : 'icon-button'}
          aria-label={name}
          title={name}
          onClick={() => void copy()}
        >
          <Icon {...(copied ? { name: 'check', className: 'drawn' } : { name: 'copy' })} />
        </button>
        {status}
      </>
    );
  }
  return (
    <>
      <Button look={look} icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {/* both lie in one place, so that the button keeps its width */}
        <span className="swap">
          <span aria-hidden={copied}>{children}</span>
          <span aria-hidden={!copied}>{t('copy.done')}</span>
        </span>
      </Button>
      {status}
    </>
  );
}

export interface MenuEntry {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly onChoose: () => void;
}

/** What is seldom wanted, behind '…'. */
export function MoreMenu(props: {
  readonly label: string;
  /** 'false': there is none. */
  readonly entries: readonly (MenuEntry | false)[];
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
          {entries
            .filter((entry) => entry !== false)
            .map(({ label: words, icon, danger = false, onChoose }) => (
              <DropdownMenu.Item
                key={words}
                className={danger ? 'row no-wrap menu-entry tone-bad' : 'row no-wrap menu-entry'}
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
