import { Icon } from "#app/ui/icon.tsx";
import { SCREENS, type Screen } from "./screens.ts";

const NAMES = {
  organisation: "Your organisation",
  person: "You",
  key: "The log key",
  checkpoint: "A copy outside",
} as const satisfies Record<Screen, string>;

interface StagesProps {
  readonly current: Screen;
  /** What is done already. */
  readonly done: readonly Screen[];
}

export function Stages({ current, done }: StagesProps) {
  const number = SCREENS.indexOf(current) + 1;
  return (
    <div className="stack stack--tight">
      <p className="sm muted">
        Step {number} of {SCREENS.length}
        {done.length > 0 && ", what you did before is saved"}
      </p>
      <ol className="stages">
        {SCREENS.map((screen) => (
          <li key={screen} aria-current={screen === current ? "step" : undefined}>
            <Icon name={screen === current ? "half" : done.includes(screen) ? "check" : "ring"} />
            <span>
              {NAMES[screen]}
              {done.includes(screen) && screen !== current && <span className="sr">, done</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
