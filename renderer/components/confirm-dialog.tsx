import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';

/** Asks before something is done that cannot be taken back, and says what it does. */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** The button that does it. */
  readonly go: string;
  /** It destroys something: then the focus begins on the way out. */
  readonly danger?: boolean;
  readonly onGo: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { open, title, text, go, danger = false, onGo, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={title} text={text} onClose={onClose}>
      <DialogActions>
        <Button autoFocus={danger} onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          look={danger ? 'danger' : 'main'}
          autoFocus={!danger}
          onClick={() => {
            onGo();
            onClose();
          }}
        >
          {go}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
