import { data, redirect } from "react-router";
import { appContext } from "#app/server/context.ts";
import {
  DEVICE_COPIES,
  deviceCopiesSchema,
  readDeviceCopies,
  setDeviceCopies,
} from "#app/server/device-copies.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import type { Route } from "./+types/devices";
import { requireAdministrator } from "./administrators.server.ts";
import { SettingsPage } from "./settings-page.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  requireAdministrator(context);
  const { house } = context.get(appContext);
  return {
    copies: await house.store.snapshot(readDeviceCopies),
    choices: DEVICE_COPIES,
    saved: url.searchParams.has("done"),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const signedIn = requireAdministrator(context);
  const form = await readForm(request);
  const copies = deviceCopiesSchema.safeParse(textOf(form, "copies"));
  if (!copies.success) throw data(null, { status: 400 });
  const done = await setDeviceCopies(context.get(appContext).house, signedIn, copies.data);
  if (done.ok) return redirect("/settings/devices?done", 303);
  return refusedPlainForm(form, statusOf(done.error), [{ message: sentenceOf(done.error, textIn(context)) }]);
}

/** What the organisation's people may keep of incidents in their browsers. */
export default function Devices({ loaderData: { copies, choices, saved } }: Route.ComponentProps) {
  const text = useText();
  return (
    <SettingsPage title={text("settings.devices")} said={saved && text("settings.devices-saved")}>
      <div className="panel__body stack">
        <p>{text("settings.devices-why")}</p>
        <PlainForm id="devices" refusedTitle={text("settings.not-changed")}>
          <Choices
            name="copies"
            legend={text("settings.devices-keep")}
            chosen={copies}
            required
            choices={choices.map((choice) => ({
              value: choice,
              label: text(`settings.devices-${choice}`),
              note: text(`settings.devices-${choice}-note`),
            }))}
          />
          <div className="actions">
            <Button kind="primary">{text("settings.devices-save")}</Button>
          </div>
        </PlainForm>
      </div>
    </SettingsPage>
  );
}
