import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { t } from '../i18n.ts';

/**
 * A modal dialog: the platform's own, which keeps the focus inside and closes with Escape. Its title is a question. The
 * focus begins at what has `data-first`, else at the first thing that takes it.
 */
export function Dialog(props: {
  readonly title: string;
  /** A tile before the title. */
  readonly mark?: ReactNode;
  /** One sentence below the title. */
  readonly text?: ReactNode;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { title, mark, text, open, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (open && element?.open === false) {
      element.showModal();
      // React writes no `autofocus` attribute: it gives the focus while the dialog is still closed, where none can be
      element.querySelector<HTMLElement>('[data-first]')?.focus();
    }
    if (!open && element?.open === true) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      // Escape: closed by the state, at once; the event of having closed comes later, and may find it open again
      onCancel={(event) => {
        // a file field within that was left without a choice says 'cancel' too
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        if (dialog.current?.open !== true) onClose();
      }}
    >
      {open ? (
        <div className="stack">
          <div className="dialog-head">
            {mark}
            <div>
              <h2 id={heading} className="headline">
                {title}
              </h2>
              {text === undefined ? null : <p className="quiet">{text}</p>}
            </div>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}

/** A dialog's foot: the way out, and what it does. Where there is no `onGo` that submits the form around it. */
export function DialogActions(props: {
  /** Undefined: it does nothing, and is only closed. */
  readonly go: string | undefined;
  readonly busy?: boolean;
  /** It destroys something: then the focus begins on the way out. */
  readonly danger?: boolean;
  readonly onGo?: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { go, busy = false, danger = false, onGo, onClose } = props;
  // a form begins at its first field
  const first = onGo === undefined ? undefined : '';
  return (
    <div className="row dialog-actions">
      <Button data-first={danger ? first : undefined} onClick={onClose}>
        {t(go === undefined ? 'common.close' : 'common.cancel')}
      </Button>
      {go === undefined ? null : (
        <Button
          type={onGo === undefined ? 'submit' : 'button'}
          look={danger ? 'danger' : 'main'}
          data-first={danger ? undefined : first}
          busy={busy}
          onClick={onGo}
        >
          {go}
        </Button>
      )}
    </div>
  );
}

/** Asks before something is done that cannot be taken back, and says what it does. */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly text?: string;
  /** More to say before the buttons. */
  readonly children?: ReactNode;
  /** The button that does it. */
  readonly go: string;
  readonly danger?: boolean;
  readonly onGo: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { children, go, danger, onGo, ...dialog } = props;
  const confirm = (): void => {
    onGo();
    dialog.onClose();
  };
  return (
    <Dialog {...dialog}>
      {children}
      <DialogActions go={go} danger={danger === true} onGo={confirm} onClose={dialog.onClose} />
    </Dialog>
  );
}
