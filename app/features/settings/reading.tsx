import { redirect } from "react-router";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { choosePreferences, preferencesFrom, timeZones } from "#app/server/auth/preferences.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import { keptLanguage } from "#app/server/text/asked-language.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices, Tick } from "#app/ui/choices.tsx";
import { Field } from "#app/ui/field.tsx";
import { OWN_NAMES } from "#app/ui/language-switch.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { deviceCopiesContext, signedInContext } from "../frame/signed-in.server.ts";
import { DevicePanel } from "../offline/device-panel.tsx";
import type { Route } from "./+types/reading";
import { SettingsPage } from "./settings-page.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const { person } = context.get(signedInContext);
  const chosen = await house.store.snapshot((reads) => reads.preferences(person.id));
  const copies = context.get(deviceCopiesContext);
  return { chosen, copies, zones: timeZones(), saved: url.searchParams.has("done") };
}

/** The browser keeps the language too, for the page that asks who they are. */
export async function action({ request, context }: Route.ActionArgs) {
  const { house, origin } = context.get(appContext);
  const form = await readForm(request);
  const preferences = preferencesFrom(
    textOf(form, "language"),
    textOf(form, "timeZone"),
    textOf(form, "singleKeys") === "on",
  );
  const done = await choosePreferences(house, context.get(signedInContext), preferences);
  if (!done.ok) {
    const problem = { message: sentenceOf(done.error, textIn(context)) };
    return refusedPlainForm(form, statusOf(done.error), [problem]);
  }
  const headers = new Headers();
  if (preferences.language !== null) headers.set("Set-Cookie", keptLanguage(preferences.language, origin));
  return redirect("/settings/reading?done", { status: 303, headers });
}

/** In which language and by which clock someone reads: their account's, on every device. */
export default function Reading({ loaderData }: Route.ComponentProps) {
  const { chosen, zones, copies, saved } = loaderData;
  const text = useText();
  return (
    <SettingsPage
      title={text("settings.reading-title")}
      said={saved && text("settings.reading-saved")}
      below={<DevicePanel copies={copies} />}
    >
      <div className="panel__body">
        <PlainForm id="reading" refusedTitle={text("settings.not-changed")}>
          <Choices
            name="language"
            legend={text("settings.language")}
            hint={text("settings.language-hint")}
            chosen={chosen.language ?? ""}
            choices={[
              { value: "", label: text("settings.as-browser-says") },
              ...LANGUAGES.map((language) => ({
                value: language,
                label: <span lang={language}>{OWN_NAMES[language]}</span>,
              })),
            ]}
          />
          <Field name="timeZone" label={text("settings.time-zone")} hint={text("settings.time-zone-hint")}>
            {(control) => (
              <select {...control} className="input" defaultValue={chosen.timeZone ?? ""}>
                <option value="">{text("settings.as-browser-says")}</option>
                {zones.map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll("_", " ")}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <fieldset className="field" id="keys">
            <legend className="legend">{text("keys.setting")}</legend>
            <Tick
              name="singleKeys"
              label={text("keys.letters-act")}
              note={text("keys.letters-note")}
              ticked={chosen.singleKeys}
            />
          </fieldset>
          <div className="actions">
            <Button kind="primary">{text("settings.save-reading")}</Button>
          </div>
        </PlainForm>
      </div>
    </SettingsPage>
  );
}
