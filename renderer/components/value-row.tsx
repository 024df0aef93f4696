import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, CopyButton } from './button.tsx';

/** A value to take elsewhere: its name, itself, and what copies it. */
export function ValueRow(props: {
  readonly label: string;
  readonly value: string;
  /** A word that nobody pastes anywhere has no button. */
  readonly copy?: boolean;
}): ReactNode {
  const { label, value, copy = true } = props;
  return (
    <div className="value-row">
      <span className="quiet">{label}</span>
      {copy ? (
        <>
          <code translate="no">{value}</code>
          <CopyButton text={value} what={label} />
        </>
      ) : (
        <span>{value}</span>
      )}
    </div>
  );
}

/** A password that can be shown, hidden and copied. */
export function SecretValue(props: { readonly label: string; readonly value: string }): ReactNode {
  const { label, value } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState(true);
  return (
    <div className="secret-value" role="group" aria-label={label}>
      <code translate="no">{shown ? value : '•'.repeat(12)}</code>
      <IconButton
        icon={shown ? 'eye-off' : 'eye'}
        label={t(shown ? 'copy.hide' : 'copy.show', { what: label })}
        onClick={() => setShown(!shown)}
      />
      <CopyButton text={value}>{t('copy.do')}</CopyButton>
    </div>
  );
}
