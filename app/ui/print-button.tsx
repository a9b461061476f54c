import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

/** Only there once it works: without JavaScript the browser's own menu prints. */
export function PrintButton({ children }: { children: React.ReactNode }) {
  const [works, setWorks] = useState(false);
  useEffect(() => setWorks(true), []);
  if (!works) return null;
  return (
    <Button type="button" icon="print" onClick={() => window.print()}>
      {children}
    </Button>
  );
}
