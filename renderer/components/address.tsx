import type { ReactNode } from 'react';

/** This much of the end of a domain always stays. */
const tailLength = 10;

/**
 * A mail address on one line, cut in the middle where there is no room, so that the start of the name and the end of
 * the domain stay. It is whole in its tooltip, for screen readers, and when it is copied.
 */
export function Address({ address }: { readonly address: string }): ReactNode {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const cut = Math.max(0, domain.length - tailLength);
  return (
    <span
      className="address"
      dir="ltr"
      translate="no"
      title={address}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', address);
        event.preventDefault();
      }}
    >
      <span className="visually-hidden">{address}</span>
      <span className="address-part" aria-hidden="true">
        {address.slice(0, Math.max(0, at))}
      </span>
      {at < 0 ? null : <span aria-hidden="true">@</span>}
      {cut === 0 ? null : (
        <span className="address-part" aria-hidden="true">
          {domain.slice(0, cut)}
        </span>
      )}
      <span aria-hidden="true">{domain.slice(cut)}</span>
    </span>
  );
}
