import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackend } from '../backend/backend-context.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

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
  const backend = useBackend();
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), tickTime);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    const copying = typeof text === 'string' ? text : await text();
    if (copying === undefined) return;
    setCopied((await backend.host('host-copy', { text: copying })).ok);
  };
  const name = t('copy.label', { what });
  const status = (
    <span role="status" className="visually-hidden">
      {copied ? t('copy.done') : ''}
    </span>
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
