import { useEffect } from "react";
import { useMatches, useRevalidator } from "react-router";
import { useText } from "#app/ui/text.tsx";

/** Makes the page ready for a lost connection, and sends what waits when it is back. */
export function useOffline(person: string): void {
  const routes = useMatches();
  const text = useText();
  const { revalidate } = useRevalidator();
  useEffect(() => {
    // Loaded while there is a connection: without one it can't be.
    void import("./at-hand.ts").then(({ atHand }) => atHand({ person, routes, text, revalidate }));
  }, [person, routes, text, revalidate]);
}
