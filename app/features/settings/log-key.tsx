import { utf8ToBytes } from "@noble/hashes/utils.js";
import { Link } from "react-router";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { setUpStateIn } from "#app/server/auth/set-up-record.ts";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import { KeyCardPanel } from "../setup/key-card.tsx";
import { keyCard } from "../setup/set-up-view.server.ts";
import type { Route } from "./+types/log-key";
import { SettingsTabs } from "./settings-tabs.tsx";

export async function loader({ context }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const { person } = context.get(signedInContext);
  const sound = house.standing === "sound";
  const note = (sound ? await house.checkpoint(house.installation) : house.keptCheckpoint) ?? "";
  const checkpoint = parseCheckpoint(utf8ToBytes(note));
  const setUp = await house.store.snapshot(setUpStateIn);
  return {
    card: keyCard(house, (await organisationName(house)) ?? ""),
    entries: checkpoint.ok ? checkpoint.value.size : 0,
    note,
    readOnly: house.standing === "sound" ? undefined : house.standing.readOnly,
    setUpLeft: setUp.completedAt === null && person.role === "administrator",
  };
}

export default function LogKey({ loaderData }: Route.ComponentProps) {
  const { card, entries, note, readOnly, setUpLeft } = loaderData;
  return (
    <>
      <PageTitle name="Log key" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Settings</h1>
        </div>
      </div>
      <section className="panel" aria-labelledby="standing-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="standing-h">How the logs stand</h2>
        </div>
        <div className="panel__body">
          {readOnly === undefined ? (
            <p>
              <StateMark icon="check">The logs are whole: each was checked when the server started</StateMark>
            </p>
          ) : (
            <>
              <p>
                <StateMark icon="alarm" tone="danger">
                  Read only
                </StateMark>
              </p>
              <p>{readOnly}</p>
            </>
          )}
          {setUpLeft && (
            <p>
              The set-up is not finished: no checkpoint is known to lie outside.{" "}
              <Link to="/setup">Finish it</Link>
            </p>
          )}
        </div>
      </section>
      <KeyCardPanel card={card} />
      <Panel title={`Checkpoint over ${entries} entries`}>
        <div className="panel__body">
          <p className="sm">
            Keep one outside from time to time: with a lawyer, an auditor or in a safe. Whoever holds one can
            show that nothing recorded before it was changed.
          </p>
          <pre className="note">{note}</pre>
          <div className="actions">
            <ButtonLink to="/log/checkpoint" icon="save" download>
              Download the checkpoint
            </ButtonLink>
            <ButtonLink to="/log/vkey" icon="save" download>
              Download the verifier key
            </ButtonLink>
            <PrintButton>Print the key card</PrintButton>
          </div>
        </div>
      </Panel>
    </>
  );
}
