import { createContext, use } from "react";

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
  return <ActKeyContext value={value}>{children}</ActKeyContext>;
}

export function useActKey(): ActKey {
  return use(ActKeyContext);
}
