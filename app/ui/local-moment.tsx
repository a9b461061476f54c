import { useEffect, useState } from "react";
import { useRichText } from "./text.tsx";

/** The same instant on the reader's own wall clock, once the browser has said which that is. */
export function LocalMoment({ at }: { at: string }) {
  const rich = useRichText();
  const [text, setText] = useState<string>();
  useEffect(() => setText(localText(new Date(at))), [at]);
  if (text === undefined) return null;
  return rich("ui.your-time", { when: <time dateTime={at}>{text}</time> });
}

/** `2026-11-25 03:20 Shanghai`; undefined where the wall clock is UTC itself. */
function localText(moment: Date): string | undefined {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (moment.getTimezoneOffset() === 0) return undefined;
  // Sweden writes dates as ISO 8601 does.
  const text = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" }).format(moment);
  return `${text} ${timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? ""}`.trim();
}
