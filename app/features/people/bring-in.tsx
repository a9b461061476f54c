import { Button } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { SelectField } from "#app/ui/select-field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { TeamView } from "./team-view.server.ts";

/** Someone of the installation, who is on the team at once. */
export function BringIn({ team }: { team: TeamView }) {
  const text = useText();
  return (
    <Panel id="bring-in" title={text("people.bring-in")}>
      {team.others.length === 0 ? (
        <Empty>{text("people.nobody-else")}</Empty>
      ) : (
        <div className="panel__body">
          <ActForm id="bring-in-form" kind="set-role" className="form form--narrow">
            <SelectField
              name="userId"
              label={text("people.who")}
              none={text("people.choose-person")}
              options={team.others}
            />
            <SelectField
              name="roles[]"
              label={text("people.with-role")}
              none={text("incidents.no-role")}
              options={team.roleChoices}
            />
            <div className="actions">
              <Button>{text("people.bring-in-now")}</Button>
            </div>
          </ActForm>
        </div>
      )}
    </Panel>
  );
}
