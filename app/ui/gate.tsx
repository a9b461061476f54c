import { Icon } from "./icon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

interface GateProps {
  readonly brand: string;
  /** Whose installation it is. */
  readonly note?: string | undefined;
  readonly wide?: boolean;
  readonly children: React.ReactNode;
}

/** The frame of pages before anyone is signed in. */
export function Gate({ brand, note, wide = false, children }: GateProps) {
  return (
    <main className={wide ? "gate gate--wide" : "gate"} id="main">
      <p className="gate__brand">
        <Icon name="brand" />
        <span>
          {brand}
          {note !== undefined && <span className="muted"> · {note}</span>}
        </span>
      </p>
      {children}
      <LanguageSwitch />
    </main>
  );
}
