import { Button } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Field, TextBox, TextLine } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import type { Route } from "./+types/plan";
import { ClassifyStrip } from "./classify-strip.tsx";
import { seenIncident } from "./incident.server.ts";
import {
  type CollectionView,
  classifyView,
  collectionsOf,
  type RunView,
  runsOf,
} from "./plan-view.server.ts";
import { startable } from "./playbooks.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me } = await seenIncident(context, params);
  return {
    classify: classifyView(incident, startable()),
    runs: runsOf(incident, startable()),
    collections: collectionsOf(incident),
    mayAct: incident.people.get(me)?.roles !== undefined && incident.closed === undefined,
  };
}

export const action = actInIncident;

/** What is true, which playbooks run, the lists they keep, and steps of one's own. */
export default function Plan({ loaderData }: Route.ComponentProps) {
  const { classify, runs, collections, mayAct } = loaderData;
  const running = runs.filter((run) => !run.ended);
  return (
    <>
      <PageTitle name="Plan" />
      <h1>Plan</h1>
      <Panel id="true" title="What is true">
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
  return (
    <Panel
      id={run.id}
      title={run.title}
      aside={
        <span className="muted sm">
          version {run.version}, run {run.id}
        </span>
      }
    >
      <div className="panel__body ways">
        <p>
          {run.done} of {run.total} steps settled.
        </p>
        {mayAct && (
          <>
            <Disclosure summary="Add a step of your own">
              <AddStep run={run} />
            </Disclosure>
            {run.newer !== undefined && (
              <Disclosure summary={`Move to version ${run.newer}`}>
                <ActForm id={`rebase-${run.id}`} kind="rebase-run" fixed={{ runId: run.id }}>
                  <TextBox
                    name="because"
                    label="Why"
                    hint="What is recorded stays; the log says which steps changed."
                    grows
                    required
                  />
                  <div className="actions">
                    <Button>Move to version {run.newer}</Button>
                  </div>
                </ActForm>
              </Disclosure>
            )}
            <Disclosure summary="This playbook doesn't fit: end it">
              <ActForm id={`end-${run.id}`} kind="end-run" fixed={{ runId: run.id }}>
                <TextBox
                  name="because"
                  label="Why it ends"
                  hint={
                    run.endNeedsApproval
                      ? "Steps that are never skipped are open, so a second person has to agree. What was done stays."
                      : "Its open steps are let go. What was done stays."
                  }
                  grows
                  required
                />
                <div className="actions">
                  {run.endNeedsApproval ? (
                    <Button name="ask" value="approval">
                      Ask to end this playbook
                    </Button>
                  ) : (
                    <Button>End this playbook</Button>
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
  return (
    <ActForm id={`add-${run.id}`} kind="add-step" fixed={{ runId: run.id }}>
      <TextLine
        name="title"
        label="What to do"
        hint="A verb and what it is done to, at most 80 characters."
        required
      />
      <TextBox name="why" label="Why" grows required />
      <TextLine name="doneWhen" label="Done when" required />
      <Field name="track" label="Track">
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
      <Field name="phase" label="Phase">
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
        <Button>Add the step</Button>
      </div>
    </ActForm>
  );
}

function CollectionPanel({ collection, mayAct }: { collection: CollectionView; mayAct: boolean }) {
  const { key, title, item, hint, items, closed } = collection;
  return (
    <Panel
      id={`list-${key}`}
      title={title}
      aside={<span className="muted sm">{closed ? "complete" : `${items.length} so far`}</span>}
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
                label={items.length === 0 ? `The first ${item}` : `Another ${item}`}
                hint={hint}
                required
              />
              <div className="actions">
                <Button icon="plus">Add this {item}</Button>
              </div>
            </ActForm>
            {items.length > 0 && !closed && (
              <Disclosure summary="That is all of them" className="fold fold--sm">
                <ActForm id={`close-${key}`} kind="close-collection" fixed={{ collection: key }}>
                  <TextBox name="because" label="How you know" grows required />
                  <div className="actions">
                    <Button>Record that the list is complete</Button>
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
