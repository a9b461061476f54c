import { Fragment } from "react";
import { Button } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { ApprovalView } from "./approval-view.server.ts";

/** What was put before another person, and what they said. */
export function Approvals({ approvals }: { approvals: readonly ApprovalView[] }) {
  return approvals.map((approval) => <Approval key={approval.id} approval={approval} />);
}

const WORDS = {
  waiting: "waits for an answer",
  approved: "approved",
  declined: "declined",
  void: "void: what was shown has changed since",
} as const;

function Approval({ approval }: { approval: ApprovalView }) {
  const { answer } = approval;
  return (
    <div className="stack stack--tight" id={`approval-${approval.id}`}>
      <p>
        <Icon name={approval.status === "approved" ? "check" : "diamond"} /> <b>{approval.asked}</b>
      </p>
      <p className="sheet__note">
        {approval.by} asked <Moment at={approval.at} />, #{approval.id}: {WORDS[approval.status]}
        {answer !== undefined && ` by ${answer.by}`}
        {answer?.text !== undefined && `: “${answer.text}”`}
      </p>
      <Details details={approval.details} />
      {approval.mayAnswer && approval.status === "waiting" && <Answer approval={approval} />}
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

/** A second person answers with their own password, for exactly what is shown here. */
function Answer({ approval }: { approval: ApprovalView }) {
  return (
    <>
      <ActForm
        id={`approve-${approval.id}`}
        kind="approve"
        fixed={{ approvalId: approval.id, hash: approval.hash }}
        className="form form--narrow"
      >
        <TextBox name="note" label="A word to it" optional grows />
        <SecretLine
          name="password"
          label="Your password"
          hint="It proves that it is you who approves."
          autoComplete="current-password"
        />
        <div className="actions">
          <Button kind="primary">Approve: {approval.asked}</Button>
        </div>
      </ActForm>
      <Disclosure summary="Decline with a reason" className="fold fold--sm">
        <ActForm id={`decline-${approval.id}`} kind="decline" fixed={{ approvalId: approval.id }}>
          <TextBox name="because" label="Why not" grows required />
          <div className="actions">
            <Button>Decline</Button>
          </div>
        </ActForm>
      </Disclosure>
    </>
  );
}
