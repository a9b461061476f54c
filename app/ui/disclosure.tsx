import { Hotkey, hotkeyOf } from "./hotkey.tsx";
import { Icon } from "./icon.tsx";

interface DisclosureProps {
  readonly summary: React.ReactNode;
  readonly open?: boolean;
  readonly id?: string;
  readonly className?: string;
  /** The key that opens it. */
  readonly hotkey?: string;
  readonly children: React.ReactNode;
}

export function Disclosure({
  summary,
  open = false,
  id,
  className = "fold",
  hotkey,
  children,
}: DisclosureProps) {
  return (
    <details className={className} open={open} id={id}>
      <summary {...hotkeyOf(hotkey)}>
        <Icon name="right" className="chev" />
        {summary}
        <Hotkey of={hotkey} />
      </summary>
      {children}
    </details>
  );
}
