import { Icon, type IconName } from "./icon.tsx";

export type Tone = "text" | "accent" | "muted" | "soon" | "warn" | "approve" | "danger" | "solid" | "ok";

/** A state is a shape and a word; colour only says that it is not the usual one. */
export function StateMark({
  icon,
  tone = "text",
  children,
}: {
  icon: IconName;
  tone?: Tone;
  children: React.ReactNode;
}) {
  return (
    <span className={tone === "text" ? "state" : `state state--${tone}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}
