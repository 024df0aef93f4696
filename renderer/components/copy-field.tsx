import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackend } from '../backend/backend-context.tsx';

/** How long the tick stays after a copy. Milliseconds. */
const tickTime = 2_500;

/** A value to take elsewhere, with a button that copies it. */
export function CopyField(props: { readonly label: string; readonly value: string }): ReactNode {
  const { label, value } = props;
  const backend = useBackend();
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), tickTime);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    const result = await backend.host('host-copy', { text: value });
    setCopied(result.ok);
  };
  const name = t('copy.label', { what: label });
  return (
    <div className="copy-field">
      <span className="quiet">{label}</span>
      <code>{value}</code>
      <button
        type="button"
        className="icon-button"
        aria-label={name}
        title={name}
        onClick={() => void copy()}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true" className={copied ? 'tone-good' : ''}>
          {copied ? (
            <path d="M2 8.5 6 12.5 14 4" fill="none" stroke="currentColor" strokeWidth="2" />
          ) : (
            <path
              d="M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.3"
              strokeLinejoin="round"
            />
          )}
        </svg>
      </button>
      <span role="status" className="visually-hidden">
        {copied ? t('copy.done') : ''}
      </span>
    </div>
  );
}
