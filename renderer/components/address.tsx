import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { cutAddress } from './cut-address.ts';

/**
 * A mail address on one line, cut in the middle where there is no room, so that the start of the name and the end of
 * the domain stay. It is whole in its tooltip, for screen readers, and when it is copied.
 */
export function Address({ address }: { readonly address: string }): ReactNode {
  const line = useRef<HTMLSpanElement>(null);
  const [cut, setCut] = useState<string>();
  useLayoutEffect(() => {
    const element = line.current;
    if (element === null) return undefined;
    seen.set(element, (room) => setCut(cutFor(element, address, room)));
    // it tells the width at once, and whenever it changes
    widths.observe(element);
    return () => widths.unobserve(element);
  }, [address]);
  return (
    <span
      ref={line}
      className={cut === undefined ? 'address' : 'address address-cut'}
      dir="ltr"
      translate="no"
      title={address}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', address);
        event.preventDefault();
      }}
    >
      <span className="address-whole">{address}</span>
      {cut === undefined ? null : (
        <span className="address-shown" aria-hidden="true">
          {cut}
        </span>
      )}
    </span>
  );
}

/** What is told the width that each address has. */
const seen = new WeakMap<Element, (room: number) => void>();
/** One for all: a list can have thousands of them. */
const widths = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) seen.get(target)?.(contentRect.width);
});
const canvas = document.createElement('canvas').getContext('2d');

/** What to show in place of an address that is wider than its room; nothing where it fits. */
function cutFor(element: HTMLElement, address: string, room: number): string | undefined {
  if (canvas === null || element.scrollWidth <= element.clientWidth) return undefined;
  const { fontFamily, fontSize, fontWeight } = getComputedStyle(element);
  canvas.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  // digits of one width, which the canvas does not know of: measured by what the whole address takes on the page
  const scale = element.scrollWidth / canvas.measureText(address).width;
  return cutAddress(address, room, (text) => scale * canvas.measureText(text).width);
}
