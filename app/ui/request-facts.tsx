import { createContext, use } from "react";

/** What only the server render knows: the script nonce, and the reference an error page shows. */
interface Facts {
  readonly nonce?: string;
  readonly reference?: string;
}

const FactsContext = createContext<Facts>({});

export function RequestFacts({ value, children }: { value: Facts; children: React.ReactNode }) {
  return <FactsContext value={value}>{children}</FactsContext>;
}

export function useRequestFacts(): Facts {
  return use(FactsContext);
}
