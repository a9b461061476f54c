import { useEffect } from "react";
import { useMatches, useRevalidator } from "react-router";
import type { PageText } from "#app/content/messages/keys.ts";
import { useIsDown } from "#app/ui/connection.ts";
import { useText } from "#app/ui/text.tsx";
import { nowShown, saysWhatWaits } from "./bad-connection.ts";
import { canWait, LATER_KINDS } from "./can-wait.ts";
import { useQueuedActs } from "./queue-state.ts";

/** Makes the page ready for a lost connection, and sends what waits when it is back. */
export function useOffline(person: string): void {
  const matches = useMatches();
  const text = useText();
  const down = useIsDown();
  const waiting = useQueuedActs().filter(({ refused }) => refused === undefined).length;
  const { revalidate } = useRevalidator();
  useEffect(() => nowShown(matches), [matches]);
  useEffect(() => saysWhatWaits((form) => inWords(form, text)), [text]);
  useEffect(() => {
    // Loaded while there is a connection: without one it can't be.
    void import("./keep-pages.ts").then(({ settleIn }) => settleIn(person)).catch(keepsNothing);
  }, [person]);
  useEffect(() => {
    if (down || waiting === 0) return;
    void import("./queue.ts")
      .then(({ sendQueue }) => sendQueue())
      .then((recorded) => (recorded ? revalidate() : undefined));
  }, [down, waiting, revalidate]);
}

/** A browser that keeps nothing (private windows, storage switched off) goes on without. */
function keepsNothing(cause: unknown): void {
  if (!(cause instanceof DOMException)) throw cause;
}

function inWords(form: FormData, text: PageText): string {
  const kind = LATER_KINDS.find((known) => known === form.get("kind"));
  if (kind === undefined || !canWait(kind)) return "";
  if (kind === "add-note") return String(form.get("text") ?? "");
  const what = document.querySelector("h1")?.textContent ?? "";
  const outcome = form.get("outcome");
  const about = text("live.about", { act: text(`act.to-${kind}`), what });
  return typeof outcome === "string" && outcome !== "" ? `${about}\n${outcome}` : about;
}
