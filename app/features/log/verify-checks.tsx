import type { PageKey } from "#app/content/messages/keys.ts";
import type { PlainResult, Said } from "#app/core/audit/verify-fetched.ts";
import type { Text } from "#app/core/shared/text.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { HereVerdict } from "./verify-here.ts";

const ICONS = { holds: "check", fails: "fail", "not checked": "none" } as const satisfies Record<
  PlainResult["state"],
  IconName
>;

/** The five plain sentences. */
export function Checks({ verdict, side = false }: { verdict: HereVerdict; side?: boolean }) {
  const text = useText();
  const seconds = Math.max(0.1, verdict.milliseconds / 1000).toFixed(1);
  return (
    <Panel
      title={text("log.what-was-checked")}
      side={side}
      foot={<span className="muted">{text("log.took", { seconds })}</span>}
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
  const { what, state, said } = result;
  const text = useText();
  const rich = useRichText();
  const small = smallPrint(result, verdict, text);
  const bad = state === "fails" ? "bad" : state === "not checked" ? "muted" : undefined;
  return (
    <li>
      <span className={bad}>
        <Icon name={ICONS[state]} />
      </span>
      <span>
        <span className={bad}>{saidIn(said, text)}</span>
        {small !== undefined && <small>{small}</small>}
        {what === "saved root" && verdict.firstSeenAt !== undefined && (
          <small>{rich("log.first-seen", { when: <Moment at={verdict.firstSeenAt} /> })}</small>
        )}
      </span>
    </li>
  );
}

export function saidIn(said: Said, text: Text<PageKey>): string {
  switch (said.code) {
    case "each-matches":
    case "saved-longer":
    case "extends":
    case "not-extends":
      return text(`log.said-${said.code}`, { count: said.count });
    case "one-fails":
      return text("log.said-one-fails", { seq: said.seq });
    case "some-fail":
      return text("log.said-some-fail", { count: said.count, size: said.size });
    case "signed":
    case "not-signed":
      return text(`log.said-${said.code}`, { words: said.words });
    default:
      return text(`log.said-${said.code}`);
  }
}

function smallPrint(
  { what, state }: PlainResult,
  { bad, size }: HereVerdict,
  text: Text<PageKey>,
): string | undefined {
  if (what === "witnesses") return text("log.only-witnesses");
  if (what !== "fingerprints" || state !== "fails") return undefined;
  const list = bad
    .slice(0, 10)
    .map((seq) => `#${seq}`)
    .join(", ");
  const count = size - bad.length;
  return bad.length > 10
    ? text("log.bad-entries-more", { list, count })
    : text("log.bad-entries", { list, count });
}
