import { isRouteErrorResponse } from "react-router";
import { useRequestFacts } from "#app/ui/request-facts.tsx";
import { REFERENCE_ID, Trouble } from "#app/ui/trouble.tsx";

/**
 * In place of a page that failed. The outermost pages show it themselves, not only the root: a browser that draws the
 * whole document anew would have to make its scripts anew, and the policy lets nobody make a script from text.
 */
export function Failed({ error }: { error: unknown }) {
  const reference = useRequestFacts().reference ?? printedReference();
  if (isRouteErrorResponse(error)) return <Trouble status={error.status} />;
  return <Trouble status={500} reference={reference} />;
}

/** The browser does not know the server's request facts: it takes the reference from the page it hydrates. */
function printedReference(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.getElementById(REFERENCE_ID)?.textContent ?? undefined;
}
