import { Link } from "react-router";
import { steps } from "#app/core/incident/incident.ts";
import { Empty } from "#app/ui/empty.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { approvalView } from "../steps/approval-view.server.ts";
import { Approvals } from "../steps/approvals.tsx";
import type { Route } from "./+types/approvals";
import { seenIncident } from "./incident.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, reading, me, withheld, text } = await seenIncident(context, params);
  const known = new Map([...steps(reading).values()].map((step) => [step.id as string, step.title]));
  const all = [...incident.approvals.values()].reverse().map((approval) => ({
    ...approvalView(incident, approval, me, withheld, text, reading),
    about:
      approval.on.t === "step"
        ? { id: approval.on.id, title: known.get(approval.on.id) ?? approval.on.id }
        : undefined,
  }));
  return {
    base: `/i/${incident.ref}`,
    waiting: all.filter((approval) => approval.status === "waiting"),
    answered: all.filter((approval) => approval.status !== "waiting"),
  };
}

export const action = actInIncident;

export default function ApprovalsPage({ loaderData }: Route.ComponentProps) {
  const { base, waiting, answered } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("plan.approvals")} />
      <h1>{text("plan.approvals")}</h1>
      <Panel id="waiting" title={text("plan.waiting")}>
        {waiting.length === 0 ? (
          <Empty>{text("plan.nothing-waits")}</Empty>
        ) : (
          <List base={base} approvals={waiting} />
        )}
      </Panel>
      {answered.length > 0 && (
        <Panel id="answered" title={text("plan.answered")}>
          <List base={base} approvals={answered} />
        </Panel>
      )}
    </>
  );
}

type Row = Route.ComponentProps["loaderData"]["waiting"][number];

function List({ base, approvals }: { base: string; approvals: readonly Row[] }) {
  return (
    <ul className="sheet" data-rows>
      {approvals.map((approval) => (
        <li className="sheet__row" key={approval.id} tabIndex={-1} data-row>
          <h3>#{approval.id}</h3>
          <div>
            {approval.about !== undefined && (
              <p>
                <Link to={`${base}/steps/${approval.about.id}`}>{approval.about.title}</Link>
              </p>
            )}
            <Approvals base={base} approvals={[approval]} />
          </div>
        </li>
      ))}
    </ul>
  );
}
