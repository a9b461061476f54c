import { createContext, use } from "react";
import { type RunningClock, urgent } from "./clock-state.ts";
import { minutesText } from "./duration.ts";
import { useServerNow } from "./server-clock.tsx";
import { useText } from "./text.tsx";

interface TitleFacts {
  readonly place: string | undefined;
  readonly clocks: readonly RunningClock[];
  /** Clocks that have run out and are not in the list. */
  readonly late?: number;
  /** "[Drill]" where nothing is real. */
  readonly mark?: string | undefined;
}

const TitleContext = createContext<TitleFacts>({ place: undefined, clocks: [] });

export function TitleFactsProvider({ value, children }: { value: TitleFacts; children: React.ReactNode }) {
  return <TitleContext value={value}>{children}</TitleContext>;
}

const MINUTE = 60_000;

/** `05:12 left · AMBER-HERON · Now — Sangfroid`: a tab in the background still shows the time left. */
export function PageTitle({ name }: { name: string }) {
  const { place, clocks, late: before = 0, mark } = use(TitleContext);
  const text = useText();
  const now = Math.floor(useServerNow() / MINUTE) * MINUTE;
  const { overdue, next } = urgent(clocks, now, before);
  const left =
    next === undefined ? undefined : text("ui.left", { time: minutesText((next.due - now) / 1000, text) });
  const late = overdue === 0 ? undefined : text("ui.overdue-count", { count: overdue });
  const parts = [left ?? late, place, name].filter((part) => part !== undefined);
  const title = `${parts.join(" · ")} — Sangfroid`;
  return <title>{mark === undefined ? title : `${mark} ${title}`}</title>;
}
