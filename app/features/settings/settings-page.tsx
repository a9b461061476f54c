import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useText } from "#app/ui/text.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

interface SettingsPageProps {
  readonly title: string;
  /** Of the panel, where it does not say the same as the page. */
  readonly heading?: string;
  /** In the panel's head, beside the heading. */
  readonly beside?: React.ReactNode;
  /** What was just done; false while nothing was. Without it, nothing is done on the page. */
  readonly said?: string | false;
  readonly below?: React.ReactNode;
  /** The panel's body and whatever comes after it. */
  readonly children: React.ReactNode;
}

/** The frame of one page of the settings. */
export function SettingsPage({ title, heading = title, beside, said, below, children }: SettingsPageProps) {
  const text = useText();
  return (
    <>
      <PageTitle name={title} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("settings.title")}</h1>
        </div>
      </div>
      {said !== undefined && (
        <p className="said" role="status">
          {said !== false && (
            <>
              <Icon name="check" />
              <span>{said}</span>
            </>
          )}
        </p>
      )}
      <section className="panel" aria-labelledby="settings-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="settings-h">{heading}</h2>
          {beside}
        </div>
        {children}
      </section>
      {below}
    </>
  );
}
