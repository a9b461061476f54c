import type { PageKey } from "#app/content/messages/keys.ts";
import type { Severity } from "#app/core/incident/command.ts";
import { useText } from "#app/ui/text.tsx";

const SEVERITY_WORDS = {
  SEV1: "incidents.critical",
  SEV2: "incidents.serious",
  SEV3: "incidents.limited",
  SEV4: "incidents.suspected",
} as const satisfies Record<Severity, PageKey>;

export const LEAST_FIRST = ["SEV4", "SEV3", "SEV2", "SEV1"] as const satisfies readonly Severity[];

const BARS = { SEV1: 4, SEV2: 3, SEV3: 2, SEV4: 1 } as const satisfies Record<Severity, number>;

/** Bars, code and word. In the bar at the top the word is only read aloud. */
export function SeverityMark({ severity, brief = false }: { severity: Severity; brief?: boolean }) {
  const text = useText();
  const word = text(SEVERITY_WORDS[severity]);
  return (
    <span className="sev">
      <svg viewBox="0 0 19 16" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <Bar key={bar} place={bar} filled={bar < BARS[severity]} />
        ))}
      </svg>
      {severity}
      {brief ? <span className="sr"> {word}</span> : ` ${word}`}
    </span>
  );
}

function Bar({ place, filled }: { place: number; filled: boolean }) {
  const left = 1 + place * 4.5;
  const top = 12 - place * 4;
  if (filled) return <rect x={left} y={top} width="3" height={16 - top} />;
  return <rect className="o" x={left + 0.5} y={top + 0.5} width="2" height={15 - top} />;
}
