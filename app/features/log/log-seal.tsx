import { useEffect, useState } from "react";
import { Link } from "react-router";
import { shortAge } from "#app/ui/duration.ts";
import { Icon } from "#app/ui/icon.tsx";
import { useText } from "#app/ui/text.tsx";
import { recall, type Verified } from "./witness-memory.ts";

/** What this browser last found out about the log, and the way to find out again. */
export function LogSeal({ incident }: { incident: string }) {
  const text = useText();
  const [verified, setVerified] = useState<Verified>();
  const path = `/i/${incident}`;
  useEffect(() => {
    recall(path).then(
      (memory) => setVerified(memory?.verified),
      () => undefined, // a browser that keeps nothing has found out nothing
    );
  }, [path]);
  const to = `${path}/verify`;
  if (verified === undefined) return <Link to={to}>{text("log.verify-here")}</Link>;
  if (!verified.intact) {
    return (
      <Link className="seal seal--bad" to={to}>
        <Icon name="alarm" />
        {text("log.not-verifying")}
      </Link>
    );
  }
  const seconds = (Date.now() - Date.parse(verified.at)) / 1000;
  const count = verified.size;
  return (
    <Link className="seal" to={to}>
      <Icon name="dead" />
      {seconds < 60
        ? text("log.verified-now", { count })
        : text("log.verified-ago", { count, age: shortAge(seconds, text) })}
    </Link>
  );
}
