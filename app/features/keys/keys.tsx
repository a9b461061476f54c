import { lazy, Suspense, useEffect, useState } from "react";
import type { KeyboardProps } from "./keyboard.tsx";

const Keyboard = lazy(() => import("./keyboard.tsx"));

/** The keyboard comes after the page: nothing is by key alone, so nothing waits for it. */
export function Keys(props: KeyboardProps) {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => setIsThere(true), []);
  if (!isThere) return null;
  return (
    <Suspense>
      <Keyboard {...props} />
    </Suspense>
  );
}
