import { useEffect, useRef } from "react";

interface LayerProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

/** A modal dialog: Esc or a press beside it closes it, and the focus goes back to where it was. */
export function Layer({ label, onClose, children }: LayerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it, and the browser's own
    <dialog
      className="layer"
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="layer__in">{children}</div>
    </dialog>
  );
}
