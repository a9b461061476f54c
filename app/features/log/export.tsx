import type { PageKey } from "#app/content/messages/keys.ts";
import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import type { Text } from "#app/core/shared/text.ts";
import { AUDIENCES, sensitiveIn, withheldFrom } from "#app/server/queries/audience.ts";
import { earlierLogs } from "#app/server/queries/earlier-logs.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { Route } from "./+types/export";
import { seenLog, vkeyOf } from "./seen-log.server.ts";
import { VerifyCommand } from "./verify-command.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref, origin } = await seenLog(context, params);
  const sensitive = await sensitiveIn(house, origin);
  const earlier = await earlierLogs(house, origin);
  const text = textIn(context);
  return {
    ref,
    audiences: AUDIENCES.map((audience) => {
      const { names, hidden } = withheldFrom(audience, sensitive);
      return { audience, withheld: withheldWords(names.size, [...hidden], text) };
    }),
    vkey: vkeyOf(house, origin),
    words: keyFingerprint(house.key.publicKey).words.join(" "),
    readOnly: house.standing !== "sound",
    earlier: earlier.map((log) => ({ id: idOf(log.origin), origin: log.origin, size: log.size })),
  };
}

function idOf(log: string): string {
  return parseOrigin(log)?.installation.slice(-26) ?? "";
}

function withheldWords(names: number, hidden: readonly number[], text: Text<PageKey>): string {
  const list = text.list(hidden.map((seq) => `#${seq}`));
  if (hidden.length === 0)
    return names === 0 ? text("log.withheld-nothing") : text("log.withheld-names", { count: names });
  return names === 0
    ? text("log.withheld-hidden", { list })
    : text("log.withheld-both", { count: names, list });
}

export default function Export({ loaderData }: Route.ComponentProps) {
  const { ref, audiences, vkey, words, readOnly, earlier } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("log.export")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("log.export")}</h1>
        </div>
      </div>
      {readOnly && <UnsignedOnly />}
      <div className="split">
        <div className="stack">
          <Panel title={text(readOnly ? "log.rescue-export" : "log.bundle")}>
            <div className="panel__body">
              {/* The answer is a file: the browser itself follows, with and without JavaScript. */}
              <form className="form" method="get" action={`/i/${ref}/bundle`}>
                <Choices
                  name="for"
                  legend={text("log.who-for")}
                  hint={text("log.withheld-hint")}
                  choices={audiences.map(({ audience, withheld }) => ({
                    value: audience,
                    label: text(`log.for-${audience}`),
                    note: withheld,
                  }))}
                  chosen="regulator"
                />
                <div className="actions actions--grow">
                  <Button kind="primary" icon="save">
                    {text(readOnly ? "log.export-unsigned" : "log.export-bundle")}
                  </Button>
                </div>
              </form>
            </div>
          </Panel>
          {earlier.length > 0 && (
            <Panel title={text("log.earlier-logs")}>
              <div className="panel__body">
                <p className="sm">{text("log.earlier-logs-hint")}</p>
                {earlier.map((log) => (
                  <div key={log.id}>
                    <pre className="note">{log.origin}</pre>
                    <div className="actions">
                      <ButtonLink
                        to={`/i/${ref}/bundle?for=regulator&log=${log.id}`}
                        icon="save"
                        small
                        download
                      >
                        {text("log.earlier-log", { count: log.size })}
                      </ButtonLink>
                    </div>
                  </div>
                ))}
              </div>
            </Panel>
          )}
          <Panel title={text("log.what-proves-what")}>
            <div className="panel__body">
              <ol className="checks">
                <Proof of="alone" />
                <Proof of="vkey" />
                <Proof of="checkpoint" />
                <Proof of="times" />
                <Proof of="report" />
              </ol>
            </div>
          </Panel>
        </div>
        <Panel title={text("log.how-to-check")} side>
          <div className="panel__body">
            <p className="sm">{text("log.take-verifier")}</p>
            <VerifyCommand incident={ref} />
            <p className="sm">{text("log.key-in-words", { words })}</p>
            <pre className="note">{vkey}</pre>
            <div className="actions">
              <ButtonLink to={`/i/${ref}/vkey`} icon="save" small download>
                {text("log.verifier-key")}
              </ButtonLink>
              <ButtonLink to={`/i/${ref}/checkpoint`} icon="save" small download>
                {text("log.checkpoint")}
              </ButtonLink>
            </div>
          </div>
        </Panel>
      </div>
    </>
  );
}

function UnsignedOnly() {
  const rich = useRichText();
  const bold = (words: React.ReactNode) => (
    <b>
      <Icon name="soon" />
      {words}
    </b>
  );
  return (
    <div className="inset inset--warn">
      <p>{rich("log.unsigned-export", {}, { b: bold })}</p>
    </div>
  );
}

function Proof({ of }: { of: "alone" | "vkey" | "checkpoint" | "times" | "report" }) {
  const rich = useRichText();
  return (
    <li className="checks__plain">
      <span>{rich(`log.proof-${of}`, {}, { b: (words) => <b>{words}</b> })}</span>
    </li>
  );
}
