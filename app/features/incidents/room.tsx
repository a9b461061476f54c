import { actorOf } from "#app/server/auth/session.ts";
import { correctionsIn, entriesOf } from "#app/server/queries/log-entries.ts";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { entryViews } from "../log/entry-view.server.ts";
import { mayLogPressure } from "../voices/may-log-pressure.server.ts";
import { voiceViews } from "../voices/voice-view.server.ts";
import type { Route } from "./+types/room";
import { clockView } from "./clock-view.server.ts";
import { ClocksPanel } from "./clocks-panel.tsx";
import { seenIncident } from "./incident.server.ts";
import { linkedFrom } from "./linked-from.server.ts";
import { LinkedFrom } from "./linked-from.tsx";
import { LogTail } from "./log-tail.tsx";
import { NoteComposer } from "./note-composer.tsx";
import { NowCard } from "./now-card.tsx";
import { nowRead, nowView } from "./now-view.server.ts";
import { PeoplePanel } from "./people-panel.tsx";
import { peopleView } from "./people-view.server.ts";
import { classifyView } from "./plan-view.server.ts";
import { startable } from "./playbooks.server.ts";
import { TracksPanel } from "./tracks-panel.tsx";
import { tracksView } from "./tracks-view.server.ts";

const TAIL = 8;

/** Everything one glance needs: what do I do now, who is on what, which clock runs out first. */
export async function loader({ context, params, url }: Route.LoaderArgs) {
  const seen = await seenIncident(context, params);
  const { house, incident, reading, me, at, withheld, text } = seen;
  const current = nowRead(seen);
  const entries = await entriesOf(house, incident, incident.size - TAIL, incident.size);
  const mine = nowView(reading, current, me, text);
  return {
    ref: incident.ref,
    base: `/i/${incident.ref}`,
    title: incident.title.value ?? text("incidents.erased"),
    now: mine,
    classify:
      mine.kind === "nothing-planned" ? classifyView(incident, startable(text.language), text) : undefined,
    clocks: current.limits.map((limit) => clockView(limit, text)),
    aware: incident.becameAware[0]?.at,
    tracks: tracksView(
      reading,
      me,
      url.searchParams.get("track") ?? undefined,
      mine.kind === "step" ? mine.step.id : undefined,
      text,
    ),
    people: peopleView(incident, me, at, text),
    tail: entryViews(entries, reading, correctionsIn(entries), withheld, text).reverse(),
    size: incident.size,
    me,
    voices: voiceViews(incident, text),
    mayLogPressure: mayLogPressure(context, incident, me),
    approvals: current.approvalsForMe.length,
    linkedFrom: await linkedFrom(house, actorOf(context.get(signedInContext)), incident.ref),
    overdueReviews: current.overdueReviews.map(({ stepId, title }) => ({ id: stepId, title })),
  };
}

export const action = actInIncident;

export default function Room({ loaderData }: Route.ComponentProps) {
  const {
    ref,
    base,
    title,
    now: mine,
    classify,
    clocks,
    aware,
    tracks,
    people,
    tail,
    size,
    me,
    voices,
    mayLogPressure: mayPress,
    approvals,
    overdueReviews,
    linkedFrom: links,
  } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("frame.now")} />
      <LinkedFrom links={links} />
      <div className={clocks.length < 2 ? "room room--short" : "room"}>
        <NowCard
          base={base}
          title={title}
          now={mine}
          classify={classify}
          approvals={approvals}
          overdueReviews={overdueReviews}
          mayAct={people.onTeam}
        />
        <ClocksPanel base={base} clocks={clocks} aware={aware} />
        <NoteComposer base={base} onTeam={people.onTeam} voices={voices} mayLogPressure={mayPress} />
        <TracksPanel base={base} tracks={tracks} />
        <PeoplePanel base={base} people={people} me={me} />
        <LogTail base={base} incident={ref} entries={tail} size={size} />
      </div>
    </>
  );
}
