import type { PlainResult } from "#app/core/audit/verify-fetched.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { HereVerdict } from "./verify-here.ts";

const ICONS = { holds: "check", fails: "fail", "not checked": "none" } as const satisfies Record<
  PlainResult["state"],
  IconName
>;

/** The five plain sentences. */
export function Checks({ verdict, side = false }: { verdict: HereVerdict; side?: boolean }) {
  const seconds = Math.max(0.1, verdict.milliseconds / 1000).toFixed(1);
  return (
    <Panel
      title="What was checked"
      side={side}
      foot={<span className="muted">Took {seconds} s on this device</span>}
    >
      <div className="panel__body">
        <ol className="checks">
          {verdict.results.map((result) => (
            <Check key={result.what} result={result} verdict={verdict} />
          ))}
        </ol>
      </div>
    </Panel>
  );
}

function Check({ result, verdict }: { result: PlainResult; verdict: HereVerdict }) {
  const { what, state, sentence } = result;
  const small = smallPrint(result, verdict);
  const bad = state === "fails" ? "bad" : state === "not checked" ? "muted" : undefined;
  return (
    <li>
      <span className={bad}>
        <Icon name={ICONS[state]} />
      </span>
      <span>
        <span className={bad}>{sentence.replace(/\.$/, "")}</span>
        {small !== undefined && <small>{small}</small>}
        {what === "saved root" && verdict.firstSeenAt !== undefined && (
          <small>
            first seen here <Moment at={verdict.firstSeenAt} />
          </small>
        )}
      </span>
    </li>
  );
}

function smallPrint({ what, state }: PlainResult, { bad, size }: HereVerdict): string | undefined {
  if (what === "witnesses")
    return "Until someone outside holds a checkpoint, only browsers and exports are witnesses";
  if (what !== "fingerprints" || state !== "fails") return undefined;
  const shown = bad.slice(0, 10).map((seq) => `#${seq}`);
  return `${shown.join(", ")}${bad.length > 10 ? " and more" : ""}. The other ${size - bad.length} match`;
}
