import { createContext, use, useEffect, useMemo, useState } from "react";

interface ActKey {
  /** Made with the page: what is sent twice under it happens once. */
  readonly key: string;
  /** Size of the log the page was made from. */
  readonly seen: number | undefined;
  /** What is typed may be kept in the browser. */
  readonly onDevice: boolean;
}

const ActKeyContext = createContext<ActKey>({ key: "", seen: undefined, onDevice: false });

export function ActKeyProvider({ value, children }: { value: ActKey; children: React.ReactNode }) {
  const [own, setOwn] = useState("");
  useEffect(() => {
    // A page that was kept on the device is shown again and again: its key was made once.
    if (document.documentElement.dataset.kept !== undefined) setOwn(`${randomKey()}.`);
  }, []);
  const { key, seen, onDevice } = value;
  const made = useMemo(() => ({ key: own + key, seen, onDevice }), [own, key, seen, onDevice]);
  return <ActKeyContext value={made}>{children}</ActKeyContext>;
}

function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
}

export function useActKey(): ActKey {
  return use(ActKeyContext);
}
