import { ButtonLink } from "#app/ui/button.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { VerifyCommand } from "./verify-command.tsx";

/** The way that trusts neither this server nor this page. */
export function ByHand({ incident, words, damaged }: { incident: string; words: string; damaged: boolean }) {
  const text = useText();
  return (
    <Panel title={text("log.without-us")} side>
      <div className="panel__body">
        <ol className="do">
          <li>
            <div className="sm">{text("log.take-release")}</div>
          </li>
          <li>
            <div className="sm">{text("log.take-bundle-and-key", { words })}</div>
          </li>
          <li>
            <div className="sm">
              {text("log.drop-both")}
              <VerifyCommand incident={incident} />
            </div>
          </li>
        </ol>
        <div className="actions">
          {/* The page that asks for whom it is can't be made of a log that can't be read. */}
          <ButtonLink
            small
            icon="save"
            to={`/i/${incident}/${damaged ? "bundle" : "export"}`}
            download={damaged}
          >
            {text("log.bundle")}
          </ButtonLink>
          <ButtonLink small icon="save" to={`/i/${incident}/vkey`} download>
            {text("log.key")}
          </ButtonLink>
          <ButtonLink small icon="save" to={`/i/${incident}/checkpoint`} download>
            {text("log.checkpoint")}
          </ButtonLink>
        </div>
      </div>
    </Panel>
  );
}
