import { utf8ToBytes } from "@noble/hashes/utils.js";
import { Link } from "react-router";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { setUpStateIn } from "#app/server/auth/set-up-record.ts";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import { KeyCardPanel } from "../setup/key-card.tsx";
import { keyCard } from "../setup/set-up-view.server.ts";
import type { Route } from "./+types/log-key";
import { SettingsPage } from "./settings-page.tsx";

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
  const text = useText();
  const rich = useRichText();
  return (
    <SettingsPage
      title={text("settings.log-key")}
      heading={text("settings.how-logs-stand")}
      below={
        <>
          <KeyCardPanel card={card} />
          <Panel title={text("setup.checkpoint-over", { count: entries })}>
            <div className="panel__body">
              <p className="sm">{text("settings.keep-checkpoint")}</p>
              <pre className="note">{note}</pre>
              <div className="actions">
                <ButtonLink to="/log/checkpoint" icon="save" download>
                  {text("setup.download-checkpoint")}
                </ButtonLink>
                <ButtonLink to="/log/vkey" icon="save" download>
                  {text("setup.download-key")}
                </ButtonLink>
                <PrintButton>{text("setup.print-card")}</PrintButton>
              </div>
            </div>
          </Panel>
        </>
      }
    >
      <div className="panel__body">
        {readOnly === undefined ? (
          <p>
            <StateMark icon="check">{text("settings.logs-whole")}</StateMark>
          </p>
        ) : (
          <>
            <p>
              <StateMark icon="alarm" tone="danger">
                {text("settings.read-only")}
              </StateMark>
            </p>
            <p>{readOnly}</p>
          </>
        )}
        {setUpLeft && (
          <p>{rich("settings.set-up-left", {}, { finish: (words) => <Link to="/setup">{words}</Link> })}</p>
        )}
      </div>
    </SettingsPage>
  );
}
