import { useEffect } from "react";
import { useMatches, useRevalidator } from "react-router";
import { useText } from "#app/ui/text.tsx";

/** Makes the page ready for a lost connection, as far as `copies` may be kept, and sends what waits when it is back. */
export function useOffline(person: string, copies: boolean): void {
  const routes = useMatches();
  const text = useText();
  const { revalidate } = useRevalidator();
  useEffect(() => {
    // Loaded while there is a connection: without one it can't be.
    void import("./at-hand.ts").then(({ atHand }) => atHand({ person, copies, routes, text, revalidate }));
  }, [person, copies, routes, text, revalidate]);
}
