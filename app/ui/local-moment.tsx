import { useEffect, useState } from "react";
import { useRichText, useWordsOfPage } from "./text.tsx";

/** The same instant on the reader's own wall clock: as their account says, else once the browser has said it. */
export function LocalMoment({ at }: { at: string }) {
  const rich = useRichText();
  const { zone } = useWordsOfPage();
  const [browserZone, setBrowserZone] = useState<string>();
  useEffect(() => setBrowserZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const text = localText(new Date(at), zone ?? browserZone ?? "UTC");
  if (text === undefined) return null;
  return rich("ui.your-time", { when: <time dateTime={at}>{text}</time> });
}

// Making one costs a hundred times what using it does, and a page shows a hundred moments.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  // Sweden writes dates as ISO 8601 does.
  const options = { dateStyle: "short", timeStyle: "short", timeZone } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", options);
  formats.set(timeZone, format);
  return format;
}

/** `2026-11-25 03:20 Shanghai`; undefined where the wall clock shows UTC itself. */
export function localText(moment: Date, timeZone: string): string | undefined {
  const text = formatOf(timeZone).format(moment);
  if (text === moment.toISOString().slice(0, 16).replace("T", " ")) return undefined;
  return `${text} ${timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? ""}`.trim();
}
