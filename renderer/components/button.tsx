import type { ButtonHTMLAttributes, ReactNode } from 'react';

const looks = {
  normal: 'button',
  main: 'button button-main',
  danger: 'button button-danger',
  plain: 'button button-plain',
} as const;

/** A button that says what it does. `main`: the one thing to do on this page. */
export function Button(
  props: ButtonHTMLAttributes<HTMLButtonElement> & { readonly look?: keyof typeof looks },
): ReactNode {
  const { look = 'normal', type = 'button', className, ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      className={className === undefined ? looks[look] : `${looks[look]} ${className}`}
    />
  );
}
