import { createContext, use } from "react";
import { type RunningClock, urgent } from "./clock-state.ts";
import { countdownText } from "./duration.ts";
import { useServerNow } from "./server-clock.tsx";

interface TitleFacts {
  readonly place: string | undefined;
  readonly clocks: readonly RunningClock[];
  /** Clocks that have run out and are not in the list. */
  readonly late?: number;
  /** "[Drill] " where nothing is real. */
  readonly prefix: string;
}

const TitleContext = createContext<TitleFacts>({ place: undefined, clocks: [], prefix: "" });

export function TitleFactsProvider({ value, children }: { value: TitleFacts; children: React.ReactNode }) {
  return <TitleContext value={value}>{children}</TitleContext>;
}

const MINUTE = 60_000;

/** `05:12 left · AMBER-HERON · Now — Sangfroid`: a tab in the background still shows the time left. */
export function PageTitle({ name }: { name: string }) {
  const { place, clocks, late: before = 0, prefix } = use(TitleContext);
  const now = Math.floor(useServerNow() / MINUTE) * MINUTE;
  const { overdue, next } = urgent(clocks, now, before);
  const left = next === undefined ? undefined : `${withoutSeconds((next.due - now) / 1000)} left`;
  const late = overdue === 0 ? undefined : `${overdue} overdue`;
  const parts = [left ?? late, place, name].filter((part) => part !== undefined);
  return <title>{`${prefix}${parts.join(" · ")} — Sangfroid`}</title>;
}

function withoutSeconds(seconds: number): string {
  const text = countdownText(seconds);
  return text.includes("d") ? text : text.slice(0, -3);
}
