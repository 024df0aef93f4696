import { useEffect, useId, useRef, type ReactNode } from 'react';

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
  useEffect(() => {
    const element = dialog.current;
    if (open && element?.open === false) element.showModal();
    if (!open && element?.open === true) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={heading} onClose={onClose}>
      {open ? (
        <div className="stack">
          <h2 id={heading}>{title}</h2>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
