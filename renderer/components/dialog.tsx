import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

/** A modal dialog: the platform's own, which keeps the focus inside and closes with Escape. */
export function Dialog(props: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { title, open, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (open && element?.open === false) element.showModal();
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
          <h2 id={heading}>{title}</h2>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
