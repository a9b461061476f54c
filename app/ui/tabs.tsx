import { useEffect, useRef } from "react";

interface TabsProps {
  readonly name: string;
  /** Which one is current: it is brought into sight when that changes. */
  readonly current: string | undefined;
  readonly children: React.ReactNode;
}

/** Links in one line, which scrolls sideways where it is too long. */
export function Tabs({ name, current, children }: TabsProps) {
  const line = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = line.current?.querySelector(`[aria-current="page"]`);
    if (current === undefined || !line.current || !tab) return;
    const [around, inside] = [line.current.getBoundingClientRect(), tab.getBoundingClientRect()];
    // Not scrollIntoView, which would move the page too.
    line.current.scrollLeft += inside.left + inside.width / 2 - (around.left + around.width / 2);
  }, [current]);
  return (
    <nav className="tabs" aria-label={name} ref={line}>
      {children}
    </nav>
  );
}
