import { Link } from "react-router";
import { Hotkey, hotkeyOf } from "./hotkey.tsx";
import { Icon, type IconName } from "./icon.tsx";

/** One primary per page; danger only where something stops or is erased. */
type ButtonKind = "primary" | "danger" | "quiet" | "plain";

interface Looks {
  readonly kind?: ButtonKind | undefined;
  readonly small?: boolean | undefined;
  readonly wide?: boolean | undefined;
  readonly icon?: IconName | undefined;
  /** The key that presses it, printed at its end. */
  readonly hotkey?: string | undefined;
  readonly children: React.ReactNode;
}

function classes({ kind = "plain", small, wide }: Looks): string {
  const names = ["btn"];
  if (kind !== "plain") names.push(`btn--${kind}`);
  if (small) names.push("btn--sm");
  if (wide) names.push("btn--wide");
  return names.join(" ");
}

interface ButtonProps extends Looks {
  readonly type?: "submit" | "button";
  readonly name?: string;
  readonly value?: string;
  readonly form?: string;
  readonly onClick?: () => void;
}

export function Button({ type = "submit", name, value, form, onClick, ...looks }: ButtonProps) {
  return (
    <button
      className={classes(looks)}
      type={type}
      name={name}
      value={value}
      form={form}
      onClick={onClick}
      {...hotkeyOf(looks.hotkey)}
    >
      {looks.icon !== undefined && <Icon name={looks.icon} />}
      {looks.children}
      <Hotkey of={looks.hotkey} />
    </button>
  );
}

interface ButtonLinkProps extends Looks {
  readonly to: string;
  /** A file or a page outside the router: the browser itself follows. */
  readonly download?: boolean;
}

export function ButtonLink({ to, download = false, ...looks }: ButtonLinkProps) {
  return (
    <Link className={classes(looks)} to={to} reloadDocument={download} {...hotkeyOf(looks.hotkey)}>
      {looks.icon !== undefined && <Icon name={looks.icon} />}
      {looks.children}
      <Hotkey of={looks.hotkey} />
    </Link>
  );
}
