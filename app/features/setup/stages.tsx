import type { PageKey } from "#app/content/messages/keys.ts";
import { Icon } from "#app/ui/icon.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { SCREENS, type Screen } from "./screens.ts";

const NAMES = {
  organisation: "setup.your-organisation",
  person: "setup.you",
  key: "setup.log-key",
  checkpoint: "setup.copy-outside",
} as const satisfies Record<Screen, PageKey>;

interface StagesProps {
  readonly current: Screen;
  /** What is done already. */
  readonly done: readonly Screen[];
}

export function Stages({ current, done }: StagesProps) {
  const text = useText();
  const rich = useRichText();
  const number = SCREENS.indexOf(current) + 1;
  return (
    <div className="stack stack--tight">
      <p className="sm muted">
        {text(done.length > 0 ? "setup.step-of-saved" : "setup.step-of", { number, of: SCREENS.length })}
      </p>
      <ol className="stages">
        {SCREENS.map((screen) => (
          <li key={screen} aria-current={screen === current ? "step" : undefined}>
            <Icon name={screen === current ? "half" : done.includes(screen) ? "check" : "ring"} />
            <span>
              {done.includes(screen) && screen !== current
                ? rich(
                    "setup.stage-done",
                    { stage: text(NAMES[screen]) },
                    { hidden: (words) => <span className="sr">{words}</span> },
                  )
                : text(NAMES[screen])}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
