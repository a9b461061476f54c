import { Fragment } from "react";
import { Button } from "#app/ui/button.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { DeclineForm } from "../steps/decline-form.tsx";
import type { ErasingView } from "./erasing-view.server.ts";

interface AnswersProps {
  readonly base: string;
  readonly codename: string;
  readonly erasing: ErasingView;
  readonly asked: NonNullable<ErasingView["asked"]>;
}

/** What was asked for, exactly as it will go, and the answer of someone of another function. */
export function Answers({ base, codename, erasing, asked }: AnswersProps) {
  const text = useText();
  const rich = useRichText();
  const going = erasing.places.filter(({ place }) => asked.places.includes(place));
  return (
    <>
      <Panel id="goes" title={text("erasure.what-goes")}>
        <div className="panel__body">
          <p>
            {rich("erasure.asked", { name: asked.by, when: <Moment at={asked.at} />, id: String(asked.id) })}
          </p>
          <dl className="kv kv--wide kv--stack">
            {going.map(({ place, label, text: words }) => (
              <Fragment key={place}>
                <dt>{label}</dt>
                <dd className="said-text">{words}</dd>
              </Fragment>
            ))}
            <dt>{text("erasure.ground")}</dt>
            <dd>{asked.ground}</dd>
            <dt>{text("erasure.because")}</dt>
            <dd className="said-text">{asked.because}</dd>
          </dl>
          {erasing.along.length > 0 && (
            <p>{text("erasure.along", { list: erasing.along.map((seq) => `#${seq}`).join(", ") })}</p>
          )}
        </div>
      </Panel>
      {asked.mayAnswer ? (
        <>
          <ActForm
            id={`approve-${asked.id}`}
            kind="approve"
            fixed={{ approvalId: asked.id, hash: asked.hash }}
            className="form form--narrow"
            next={`${base}/log`}
          >
            <TextLine name="codename" label={text("erasure.type-codename", { codename })} short required />
            <TextBox name="note" label={text("steps.a-word")} optional grows />
            <p className="field__hint">{text("steps.fresh-proof")}</p>
            <div className="actions">
              <Button kind="danger">{text("erasure.approve")}</Button>
            </div>
          </ActForm>
          <DeclineForm approvalId={asked.id} />
        </>
      ) : (
        <p>
          {erasing.approvers === ""
            ? text("erasure.nobody", { functions: erasing.functions })
            : text("erasure.waits-for", { people: erasing.approvers })}
        </p>
      )}
    </>
  );
}
