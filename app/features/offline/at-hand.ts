import type { PageText } from "#app/content/messages/keys.ts";
import { connectionNow, watchConnection } from "#app/ui/connection.ts";
import { keepThrough, nowShown, saysWhatWaits } from "./bad-connection.ts";
import { standBetween } from "./between.ts";
import { LATER_KINDS } from "./can-wait.ts";
import { settleIn } from "./keep-pages.ts";
import { sendQueue } from "./queue.ts";
import { queuedNow, watchQueue } from "./queue-state.ts";

interface Page {
  readonly person: string;
  /** The organisation lets its devices keep copies. */
  readonly copies: boolean;
  readonly routes: Parameters<typeof nowShown>[0];
  readonly text: PageText;
  readonly revalidate: () => Promise<void>;
}

let page: Page | undefined;

/** With each page that is shown: what it shows, whose it is, and how it says things. */
export function atHand(next: Page): void {
  const before = page;
  page = next;
  nowShown(next.routes);
  saysWhatWaits((form) => inWords(form, next.text));
  if (before === undefined) {
    standBetween(keepThrough);
    watchConnection(sendWhatWaits);
    watchQueue(sendWhatWaits);
  }
  if (before?.person !== next.person || before.copies !== next.copies)
    settleIn(next.person, next.copies).then(sendWhatWaits, keepsNothing);
}

function sendWhatWaits(): void {
  if (connectionNow().down || !queuedNow().some(({ refused }) => refused === undefined)) return;
  void sendQueue().then((recorded) => (recorded ? page?.revalidate() : undefined));
}

/** A browser that keeps nothing (private windows, storage switched off) goes on without. */
function keepsNothing(cause: unknown): void {
  if (!(cause instanceof DOMException)) throw cause;
}

function inWords(form: FormData, text: PageText): string {
  const kind = LATER_KINDS.find((known) => known === form.get("kind"));
  if (kind === undefined) return "";
  if (kind === "add-note") return String(form.get("text") ?? "");
  const what = document.querySelector("h1")?.textContent ?? "";
  const outcome = form.get("outcome");
  const about = text("live.about", { act: text(`act.to-${kind}`), what });
  return typeof outcome === "string" && outcome !== "" ? `${about}\n${outcome}` : about;
}
