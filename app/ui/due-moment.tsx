import { useEffect, useState } from "react";
import { localText } from "./local-moment.tsx";
import { Moment } from "./moment.tsx";
import { useRichText, useWordsOfPage } from "./text.tsx";

/**
 * When something runs out: the reader's own wall clock first, UTC after it with the date repeated where it differs.
 * UTC alone until the account or the browser has named a zone.
 */
export function DueMoment({ at }: { at: string }) {
  const rich = useRichText();
  const { zone } = useWordsOfPage();
  const [browserZone, setBrowserZone] = useState<string>();
  useEffect(() => setBrowserZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const local = localText(new Date(at), zone ?? browserZone ?? "UTC");
  if (local === undefined) return <Moment at={at} />;
  return rich("ui.local-and-utc", {
    local: <time dateTime={at}>{local}</time>,
    utc: <Moment at={at} show={local.startsWith(at.slice(0, 10)) ? "time" : "minute"} />,
  });
}
