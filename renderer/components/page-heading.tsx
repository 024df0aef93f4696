import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { needsYou } from '#contract/status.ts';
import { msg } from '#messages/message.ts';
import { useHostInfo, useSnapshot } from '../backend/backend-context.tsx';
import { Address } from './address.tsx';
import { Icon } from './icon.tsx';
import { linkToPageBefore } from '../route.ts';
import { format, t } from '../i18n.ts';

/** False until the first page has been shown; from then on headings take the focus. */
let shownBefore = false;

/**
 * A page's heading: the way back, a mark, the title, what it is about, and what can be done. It takes the focus when
 * one comes from another page, so that a screen reader says where one is and Tab goes on from there; back in a list
 * the row takes it that one has come from. And it names the window.
 */
export function PageHeading(props: {
  readonly children: string;
  /** The title is a mail address: it stays on one line. */
  readonly address?: boolean;
  readonly back?: { readonly href: string; readonly text: string };
  readonly mark?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly aside?: ReactNode;
}): ReactNode {
  const { children, address = false, back, mark, subtitle, aside } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const trouble = useTrouble();
  useEffect(() => {
    // the first page does not pull the focus out of the address bar
    if (shownBefore) (linkToPageBefore() ?? heading.current)?.focus();
    shownBefore = true;
  }, []);
  useEffect(() => {
    document.title = trouble ?? `${children} – Mailwicket`;
  }, [children, trouble]);
  return (
    <header className="page-heading">
      {back === undefined ? null : (
        <a className="back-link small" href={back.href} aria-label={t('common.backTo', { page: back.text })}>
          <Icon name="left" />
          {back.text}
        </a>
      )}
      <div className="row page-heading-line">
        {mark}
        <div className="page-heading-words">
          <h1 ref={heading} tabIndex={-1}>
            {address ? <Address address={children} /> : children}
          </h1>
          {subtitle === undefined ? null : <p className="small quiet wrap-anywhere">{subtitle}</p>}
        </div>
        {aside === undefined || aside === null ? null : <div className="row page-heading-aside">{aside}</div>}
      </div>
    </header>
  );
}

/** For what is to take the focus as it comes, where the button that led to it is gone. */
export function useLostFocus<Taker extends HTMLElement>(): RefObject<Taker | null> {
  const taker = useRef<Taker>(null);
  useEffect(() => {
    if (document.activeElement === document.body) taker.current?.focus();
  }, []);
  return taker;
}

/** In a browser the title of a tab tells how many accounts need somebody, as the tray does on the desktop. */
function useTrouble(): string | undefined {
  const isPanel = useHostInfo()?.kind === 'panel';
  const needing = useSnapshot().accounts.filter(needsYou);
  const [first] = needing;
  if (!isPanel || first === undefined) return undefined;
  const count = needing.length;
  return `(${String(count)}) Mailwicket – ${format(msg('overall.accounts', { count, address: first.address }))}`;
}

/** What a page leads to: it stays at the foot of the window, and the page scrolls under it. The last thing on a page. */
export function FootBar(props: { readonly children: ReactNode; readonly end?: ReactNode }): ReactNode {
  const { children, end } = props;
  return (
    <div className="row foot-bar">
      {children}
      {end === undefined ? null : <div className="row foot-bar-end">{end}</div>}
    </div>
  );
}

/** A page with nothing on it yet: a picture, a headline, one sentence, and the way to begin. */
export function EmptyState(props: {
  readonly picture?: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  const { picture, title, text, children } = props;
  return (
    <div className="empty-state stack">
      {picture}
      <div className="empty-words">
        <PageHeading>{title}</PageHeading>
        <p className="quiet">{text}</p>
      </div>
      {children}
    </div>
  );
}
