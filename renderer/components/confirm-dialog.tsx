import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before something is done that cannot be taken back, and says what it does. */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** The button that does it. */
  readonly go: string;
  readonly danger?: boolean;
  readonly onGo: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { open, title, text, go, danger = false, onGo, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      <p>{text}</p>
      <div className="row row-actions">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look={danger ? 'danger' : 'main'}
          onClick={() => {
            onGo();
            onClose();
          }}
        >
          {go}
        </Button>
      </div>
    </Dialog>
  );
}
