import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { AUDIENCES, type Audience, sensitiveIn, withheldFrom } from "#app/server/queries/audience.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { Route } from "./+types/export";
import { seenLog, vkeyOf } from "./seen-log.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref, origin } = await seenLog(context, params);
  const sensitive = await sensitiveIn(house, origin);
  return {
    ref,
    audiences: AUDIENCES.map((audience) => {
      const { names, hidden } = withheldFrom(audience, sensitive);
      return { audience, withheld: withheldWords(names.size, [...hidden]) };
    }),
    vkey: vkeyOf(house, origin),
    words: keyFingerprint(house.key.publicKey).words.join(" "),
    readOnly: house.standing !== "sound",
  };
}

function withheldWords(names: number, hidden: readonly number[]): string {
  const parts = [
    ...(names === 0 ? [] : [names === 1 ? "the name of 1 person" : `the names of ${names} people`]),
    ...(hidden.length === 0 ? [] : [`hidden evidence ${hidden.map((seq) => `#${seq}`).join(", ")}`]),
  ];
  return parts.length === 0 ? "Nothing is withheld." : `Withheld: ${parts.join(", and ")}.`;
}

const AUDIENCE_WORDS = {
  regulator: "A regulator or supervisory authority",
  court: "A court or the police",
  insurer: "An insurer",
  internal: "Our own people",
} as const satisfies Record<Audience, string>;

export default function Export({ loaderData }: Route.ComponentProps) {
  const { ref, audiences, vkey, words, readOnly } = loaderData;
  return (
    <>
      <PageTitle name="Export" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Export</h1>
        </div>
      </div>
      {readOnly && <UnsignedOnly />}
      <div className="split">
        <div className="stack">
          <Panel title={readOnly ? "Rescue export" : "Bundle"}>
            <div className="panel__body">
              {/* The answer is a file: the browser itself follows, with and without JavaScript. */}
              <form className="form" method="get" action={`/i/${ref}/bundle`}>
                <Choices
                  name="for"
                  legend="Who is it for?"
                  hint="What is withheld stays in the log as a sealed fingerprint, so the bundle verifies all the same, and says what is missing. Names inside texts that people typed stay."
                  choices={audiences.map(({ audience, withheld }) => ({
                    value: audience,
                    label: AUDIENCE_WORDS[audience],
                    note: withheld,
                  }))}
                  chosen="regulator"
                />
                <div className="actions actions--grow">
                  <Button kind="primary" icon="save">
                    {readOnly ? "Export what is here, unsigned" : "Export bundle"}
                  </Button>
                </div>
              </form>
            </div>
          </Panel>
          <Panel title="What proves what">
            <div className="panel__body">
              <ol className="checks">
                <Proof what="The bundle alone">
                  shows that it fits together. Whoever holds our key could still have made another one.
                </Proof>
                <Proof what="With our verifier key">
                  got by another way, it shows that it came from here.
                </Proof>
                <Proof what="With a checkpoint or receipt">
                  that you kept earlier, it shows that nothing before it was changed since.
                </Proof>
                <Proof what="The times in it">are this server's clock. They are claims, not proofs.</Proof>
                <Proof what="The report in it">is for reading. The entries are the evidence.</Proof>
              </ol>
            </div>
          </Panel>
        </div>
        <Panel title="How to check it" side>
          <div className="panel__body">
            <p className="sm">
              Take the verifier from a release of Sangfroid, not from the bundle: whoever could forge the
              bundle could forge that too. Then open verify.html and drop the bundle on it, or run:
            </p>
            <pre className="note">{`node verify.mjs sangfroid-${ref}.zip --vkey ${ref}.vkey`}</pre>
            <p className="sm">Our key in words: {words}</p>
            <pre className="note">{vkey}</pre>
            <div className="actions">
              <ButtonLink to={`/i/${ref}/vkey`} icon="save" small download>
                Verifier key
              </ButtonLink>
              <ButtonLink to={`/i/${ref}/checkpoint`} icon="save" small download>
                Checkpoint
              </ButtonLink>
            </div>
          </div>
        </Panel>
      </div>
    </>
  );
}

function UnsignedOnly() {
  return (
    <div className="inset inset--warn">
      <p>
        <b>
          <Icon name="soon" />
          Unsigned.
        </b>{" "}
        Nothing is signed while the logs do not verify, so this export is a rescue: a copy of what is here,
        with a list of what does not verify. It is not evidence by itself. A bundle, receipt or checkpoint
        that lies outside can show that it is true.
      </p>
    </div>
  );
}

function Proof({ what, children }: { what: string; children: React.ReactNode }) {
  return (
    <li className="checks__plain">
      <span>
        <b>{what}</b> {children}
      </span>
    </li>
  );
}
