import { Fragment } from "react";
import { Link } from "react-router";
import type { PageKey } from "#app/content/messages/keys.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { ApprovalView } from "./approval-view.server.ts";
import { DeclineForm } from "./decline-form.tsx";

/** What was put before another person, and what they said. */
export function Approvals({ base, approvals }: { base: string; approvals: readonly ApprovalView[] }) {
  return approvals.map((approval) => <Approval key={approval.id} base={base} approval={approval} />);
}

const WORDS = {
  waiting: "steps.asked-waiting",
  approved: "steps.asked-approved",
  declined: "steps.asked-declined",
  void: "steps.asked-void",
} as const satisfies Record<ApprovalView["status"], PageKey>;

function Approval({ base, approval }: { base: string; approval: ApprovalView }) {
  const text = useText();
  const rich = useRichText();
  const { answer } = approval;
  return (
    <div className="stack stack--tight" id={`approval-${approval.id}`}>
      <p>
        <Icon name={approval.status === "approved" ? "check" : "diamond"} /> <b>{approval.asked}</b>
      </p>
      <p className="sheet__note">
        {rich(WORDS[approval.status], {
          name: approval.by,
          when: <Moment at={approval.at} />,
          id: `${approval.id}`,
          by: answer?.by ?? "",
        })}
        {answer?.text !== undefined && ` ${text("steps.quoted", { words: answer.text })}`}
      </p>
      <Asked base={base} approval={approval} />
      <Details details={approval.details} />
      {approval.mayAnswer && approval.status === "waiting" && <AnswerHere approval={approval} />}
    </div>
  );
}

/** Whom it was put before, and who comes next: an approval that nobody answers stays unanswered. */
function Asked({ base, approval: { asking, further } }: { base: string; approval: ApprovalView }) {
  const text = useText();
  const rich = useRichText();
  return (
    <div className="sheet__note">
      {asking !== undefined && (
        <p>{text("steps.asked-of", { count: asking.count, people: asking.people, roles: asking.roles })}</p>
      )}
      {further.map(({ seq, at, people }) => (
        <p key={seq}>
          {rich(
            "steps.asked-further",
            { when: <Moment at={at} />, people, seq: `${seq}` },
            { entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link> },
          )}
        </p>
      ))}
      {asking?.next !== undefined && (
        <p>
          {rich("steps.asked-next", { when: <Moment at={asking.next.at} />, people: asking.next.people })}
        </p>
      )}
      {asking !== undefined && asking.count > 0 && asking.next === undefined && (
        <p>{text("steps.asked-all")}</p>
      )}
    </div>
  );
}

/** All that is asked for: an approval binds every word of it. */
function Details({ details }: { details: ApprovalView["details"] }) {
  if (details.length === 0) return null;
  return (
    <dl className="kv kv--wide kv--stack">
      {details.map(({ place, label, text }) => (
        <Fragment key={place}>
          <dt>{label}</dt>
          <dd className="said-text">{text}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function AnswerHere({ approval }: { approval: ApprovalView }) {
  const text = useText();
  if (approval.answerAt === undefined) return <Answer approval={approval} />;
  return (
    <p>
      <Link to={approval.answerAt}>{text("erasure.look-and-answer")}</Link>
    </p>
  );
}

/** A second person answers for exactly what is shown here. Without a fresh proof they are asked for one on the way. */
function Answer({ approval }: { approval: ApprovalView }) {
  const text = useText();
  return (
    <>
      <ActForm
        id={`approve-${approval.id}`}
        kind="approve"
        fixed={{ approvalId: approval.id, hash: approval.hash }}
        className="form form--narrow"
      >
        <TextBox name="note" label={text("steps.a-word")} optional grows />
        <p className="field__hint">{text("steps.fresh-proof")}</p>
        <div className="actions">
          <Button kind="primary">{text("steps.approve", { act: approval.asked })}</Button>
        </div>
      </ActForm>
      <DeclineForm approvalId={approval.id} />
    </>
  );
}
