import { Link } from "react-router";
import { shortAge } from "#app/ui/duration.ts";
import { Empty } from "#app/ui/empty.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { StepRow } from "../steps/step-view.server.ts";
import type { TracksView } from "./tracks-view.server.ts";

/** The steps of one track; the others are a tab away. What is done at its head is folded. */
export function TracksPanel({ base, tracks }: { base: string; tracks: TracksView }) {
  const text = useText();
  if (tracks.tabs.length === 0) {
    return (
      <Panel id="tracks" title={text("incidents.tracks")} quiet>
        <Empty>{text("incidents.tick-first")}</Empty>
      </Panel>
    );
  }
  const firstOpen = tracks.rows.findIndex((row) => !row.done);
  const folded = firstOpen === -1 ? tracks.rows.length : firstOpen;
  const fold = folded >= 3 ? folded : 0;
  return (
    <Panel id="tracks" title={text("incidents.tracks")} quiet>
      <Tabs name={text("incidents.tracks")} current={tracks.current}>
        {tracks.tabs.map((tab) => (
          <Link
            key={tab.id}
            to={`${base}?track=${tab.id}#tracks`}
            preventScrollReset
            aria-current={tab.id === tracks.current ? "page" : undefined}
          >
            {tab.title}{" "}
            <span className="num">
              {tab.done}/{tab.total}
            </span>
          </Link>
        ))}
      </Tabs>
      {fold > 0 && (
        <details className="steps__fold">
          <summary>
            <Icon name="check" />
            {text("incidents.done-range", {
              count: fold,
              first: tracks.rows[0]?.number ?? 0,
              last: tracks.rows[fold - 1]?.number ?? 0,
            })}
            <Icon name="right" className="chev" />
          </summary>
          <StepList base={base} rows={tracks.rows.slice(0, fold)} />
        </details>
      )}
      <StepList base={base} rows={tracks.rows.slice(fold)} />
      <p className="steps__end">{tracks.end}</p>
    </Panel>
  );
}

function StepList({ base, rows }: { base: string; rows: readonly StepRow[] }) {
  return (
    <ol className="steps" data-rows>
      {rows.map((row) => (
        <li key={row.id}>
          <StepLine base={base} row={row} />
        </li>
      ))}
    </ol>
  );
}

function StepLine({ base, row }: { base: string; row: StepRow }) {
  const text = useText();
  const kind = row.state.row === "plain" ? "" : ` step-row--${row.state.row}`;
  return (
    <Link className={`step-row${kind}`} to={`${base}/steps/${row.id}`} data-row>
      <span className="step-row__icon">
        <Icon name={row.state.icon} />
        <span className="sr">{row.state.word}</span>
      </span>
      <span className="step-row__no">{row.number}</span>
      <span className="step-row__title" lang={row.lang}>
        {row.state.row === "skip" ? <s>{row.title}</s> : row.title}
        {row.flagged && <span className="tag tag--warn">{text("incidents.look-again")}</span>}
      </span>
      <span className="step-row__side">
        <span>
          <Side row={row} />
        </span>
        <span className="step-row__proof">
          {row.proofs > 0 && text("incidents.proofs", { count: row.proofs })}
        </span>
      </span>
    </Link>
  );
}

function Side({ row }: { row: StepRow }) {
  const text = useText();
  const rich = useRichText();
  const now = useServerNow();
  const { side: who, at, state } = row;
  if (who === "" && row.optional) return text("incidents.optional");
  if (at !== undefined) return rich("incidents.side-when", { who, when: <Moment at={at} /> });
  if (state.since === undefined) return who;
  return text("incidents.side-age", { who, age: shortAge((now - Date.parse(state.since)) / 1000, text) });
}
