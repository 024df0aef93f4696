import { useId, type AnchorHTMLAttributes, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

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
    /** What it started is under way: a ring takes the icon's place, and it cannot be pressed. */
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
    ...rest
  } = props;
  const { disabled = false } = rest;
  const id = useId();
  const told = disabled && !busy && reason !== undefined;
  return (
    <>
      <button
        {...rest}
        type={type}
        disabled={disabled || busy}
        className={classes(look, busy && icon === undefined ? 'button-waits' : undefined, className)}
        {...(busy ? { 'aria-busy': true } : {})}
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

/** A link that looks like a button. */
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
