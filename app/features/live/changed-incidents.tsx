import { useEffect, useState } from "react";
import { useNavigation, useRevalidator, useRouteLoaderData } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { useText } from "#app/ui/text.tsx";
import type { loader as boardLoader } from "../incidents/board.tsx";

/**
 * "3 incidents changed: show", over the board without moving it: it stays as it is, focus and scroll included, until
 * its reader asks. Nothing on other pages.
 */
export function ChangedIncidents() {
  const since = useRouteLoaderData<typeof boardLoader>("features/incidents/board")?.since;
  return since === undefined ? null : <ChangedSince since={since} />;
}

function ChangedSince({ since }: { since: number }) {
  const text = useText();
  const [told, setTold] = useState({ since, count: 0 });
  const { state } = useNavigation();
  const { revalidate, state: revalidation } = useRevalidator();
  useEffect(() => {
    let stop = () => {};
    let left = false;
    // Loaded after the page: nothing of it is needed to begin with.
    void import("./follow.ts").then(({ follow }) => {
      if (left) return;
      stop = follow(`/incidents/events?since=${since}`, ({ size }) => setTold({ since, count: size }));
    });
    return () => {
      left = true;
      stop();
    };
  }, [since]);
  // While a page is on its way it is about to show everything anyway.
  const busy = state !== "idle" || revalidation !== "idle";
  const count = busy || told.since !== since ? 0 : told.count;
  return (
    <div className="fresh" role="status">
      {count > 0 && (
        <button className="btn btn--sm" type="button" onClick={() => void revalidate()}>
          <Icon name="log" />
          {text("live.incidents-changed", { count })}
        </button>
      )}
    </div>
  );
}
