import { useEffect, useState } from "react";
import { Icon } from "./icon.tsx";

interface SaveTextProps {
  readonly name: string;
  readonly text: string;
  readonly kind?: "primary";
  readonly children: React.ReactNode;
}

/** Saves a text that this browser holds, without asking any server. */
export function SaveText({ name, text, kind, children }: SaveTextProps) {
  const [href, setHref] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    setHref(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  if (href === undefined) return null;
  return (
    <a className={kind === "primary" ? "btn btn--primary" : "btn"} href={href} download={name}>
      <Icon name="save" />
      {children}
    </a>
  );
}
