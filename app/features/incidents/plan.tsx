import { actorOf } from "#app/server/auth/session.ts";
import { Button } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Field, TextBox, TextLine } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/plan";
import { ClassifyStrip } from "./classify-strip.tsx";
import { seenIncident } from "./incident.server.ts";
import { linkedFrom } from "./linked-from.server.ts";
import { LinkedFrom } from "./linked-from.tsx";
import {
  type CollectionView,
  classifyView,
  collectionsOf,
  type RunView,
  runsOf,
} from "./plan-view.server.ts";
import { startable } from "./playbooks.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, reading, me, text } = await seenIncident(context, params);
  return {
    classify: classifyView(incident, startable(text.language), text),
    runs: runsOf(reading, startable(text.language)),
    collections: collectionsOf(reading),
    linkedFrom: await linkedFrom(house, actorOf(context.get(signedInContext)), incident.ref),
    mayAct: incident.people.get(me)?.roles !== undefined && incident.closed === undefined,
  };
}

export const action = actInIncident;

/** What is true, which playbooks run, the lists they keep, and steps of one's own. */
export default function Plan({ loaderData }: Route.ComponentProps) {
  const { classify, runs, collections, linkedFrom: links, mayAct } = loaderData;
  const text = useText();
  const running = runs.filter((run) => !run.ended);
  return (
    <>
      <PageTitle name={text("plan.title")} />
      <h1>{text("plan.title")}</h1>
      <LinkedFrom links={links} />
      <Panel id="true" title={text("plan.what-is-true")}>
        <div className="panel__body">
          <ClassifyStrip classify={classify} mayAct={mayAct} />
        </div>
      </Panel>
      {running.map((run) => (
        <RunPanel key={run.id} run={run} mayAct={mayAct} />
      ))}
      <div className="pair">
        {collections.map((collection) => (
          <CollectionPanel key={collection.key} collection={collection} mayAct={mayAct} />
        ))}
      </div>
    </>
  );
}

function RunPanel({ run, mayAct }: { run: RunView; mayAct: boolean }) {
  const text = useText();
  return (
    <Panel
      id={run.id}
      title={run.title}
      aside={
        <span className="muted sm">
          {text("plan.version-and-run", { version: run.version, run: run.id })}
        </span>
      }
    >
      <div className="panel__body ways">
        <p>{text("plan.settled", { done: run.done, total: run.total })}</p>
        {mayAct && (
          <>
            <Disclosure summary={text("plan.add-own-step")}>
              <AddStep run={run} />
            </Disclosure>
            {run.newer !== undefined && (
              <Disclosure summary={text("plan.move-to", { version: run.newer })}>
                <ActForm id={`rebase-${run.id}`} kind="rebase-run" fixed={{ runId: run.id }}>
                  <TextBox
                    name="because"
                    label={text("plan.why")}
                    hint={text("plan.move-hint")}
                    grows
                    required
                  />
                  <div className="actions">
                    <Button>{text("plan.move-to", { version: run.newer })}</Button>
                  </div>
                </ActForm>
              </Disclosure>
            )}
            <Disclosure summary={text("plan.end-summary")}>
              <ActForm id={`end-${run.id}`} kind="end-run" fixed={{ runId: run.id }}>
                <TextBox
                  name="because"
                  label={text("plan.why-ends")}
                  hint={text(run.endNeedsApproval ? "plan.end-hint-approval" : "plan.end-hint")}
                  grows
                  required
                />
                <div className="actions">
                  {run.endNeedsApproval ? (
                    <Button name="ask" value="approval">
                      {text("plan.ask-to-end")}
                    </Button>
                  ) : (
                    <Button>{text("plan.end")}</Button>
                  )}
                </div>
              </ActForm>
            </Disclosure>
          </>
        )}
      </div>
    </Panel>
  );
}

function AddStep({ run }: { run: RunView }) {
  const text = useText();
  return (
    <ActForm id={`add-${run.id}`} kind="add-step" fixed={{ runId: run.id }}>
      <TextLine name="title" label={text("plan.what-to-do")} hint={text("plan.what-to-do-hint")} required />
      <TextBox name="why" label={text("plan.why")} grows required />
      <TextLine name="doneWhen" label={text("plan.done-when")} required />
      <Field name="track" label={text("plan.track")}>
        {(control) => (
          <select {...control} className="input">
            {run.tracks.map((track) => (
              <option key={track.key} value={track.key}>
                {track.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="phase" label={text("plan.phase")}>
        {(control) => (
          <select {...control} className="input">
            {run.phases.map((phase) => (
              <option key={phase.key} value={phase.key}>
                {phase.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="actions">
        <Button>{text("plan.add-step")}</Button>
      </div>
    </ActForm>
  );
}

function CollectionPanel({ collection, mayAct }: { collection: CollectionView; mayAct: boolean }) {
  const { key, title, item, hint, items, closed } = collection;
  const text = useText();
  return (
    <Panel
      id={`list-${key}`}
      title={title}
      aside={
        <span className="muted sm">
          {closed ? text("plan.complete") : text("plan.so-far", { count: items.length })}
        </span>
      }
    >
      <div className="panel__body">
        {items.length > 0 && (
          <ul className="plain">
            {items.map((one) => (
              <li key={one.id}>
                {one.label} <span className="muted sm">#{one.seq}</span>
              </li>
            ))}
          </ul>
        )}
        {mayAct && (
          <>
            <ActForm id={`item-${key}`} kind="add-item" fixed={{ collection: key }}>
              <TextLine
                name="label"
                label={items.length === 0 ? text("plan.the-first", { item }) : text("plan.another", { item })}
                hint={hint}
                required
              />
              <div className="actions">
                <Button icon="plus">{text("plan.add-item", { item })}</Button>
              </div>
            </ActForm>
            {items.length > 0 && !closed && (
              <Disclosure summary={text("plan.all-of-them")} className="fold fold--sm">
                <ActForm id={`close-${key}`} kind="close-collection" fixed={{ collection: key }}>
                  <TextBox name="because" label={text("plan.how-known")} grows required />
                  <div className="actions">
                    <Button>{text("plan.record-complete")}</Button>
                  </div>
                </ActForm>
              </Disclosure>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}
