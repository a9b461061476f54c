/** The key that presses a control, as its attributes. It presses what is seen, so nothing is by key alone. */
export function hotkeyOf(key: string | undefined) {
  return key === undefined ? {} : { "data-key": key, "aria-keyshortcuts": key };
}

/** The key, printed on its control. Hidden where there is no keyboard, and from screen readers: they say it themselves. */
export function Hotkey({ of: key }: { of: string | undefined }) {
  if (key === undefined) return null;
  return (
    <span className="hotkey" aria-hidden="true">
      <kbd>{key}</kbd>
    </span>
  );
}
