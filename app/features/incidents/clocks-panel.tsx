import { Link } from "react-router";
import { ClockItem } from "#app/ui/clock-item.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { ClockView } from "./clock-view.server.ts";

const SHOWN = 5;
const SHOWN_ON_PHONE = 2;

interface ClocksPanelProps {
  readonly base: string;
  /** In the order they run out. */
  readonly clocks: readonly ClockView[];
  readonly aware: string | undefined;
}

/** Running targets. A phone shows the first two and unfolds the rest. */
export function ClocksPanel({ base, clocks, aware }: ClocksPanelProps) {
  const text = useText();
  const rich = useRichText();
  return (
    <Panel
      id="clocks"
      title={text("incidents.clocks")}
      side
      aside={
        aware === undefined ? (
          <Link to={`${base}/facts`}>{text("frame.set-awareness")}</Link>
        ) : (
          <Link to={`${base}/facts`}>
            <span>{rich("incidents.aware-at", { when: <Moment at={aware} /> })}</span>
          </Link>
        )
      }
    >
      {clocks.length === 0 ? (
        <p className="panel__body muted sm">{text("incidents.no-target")}</p>
      ) : (
        <ul className="clocks">
          {clocks.slice(0, SHOWN).map((clock, index) => (
            <li key={clock.stepId} className={index < SHOWN_ON_PHONE ? undefined : "clocks__rest"}>
              <ClockItem to={`${base}/steps/${clock.stepId}`} clock={clock} note={clock.note} />
            </li>
          ))}
        </ul>
      )}
      {clocks.length > SHOWN_ON_PHONE && (
        <details
          className={clocks.length > SHOWN ? "steps__fold clocks__more" : "steps__fold clocks__more narrow"}
        >
          <summary>
            {text("incidents.all-clocks", { count: clocks.length })}
            <Icon name="right" className="chev" />
          </summary>
          <ul className="clocks">
            {clocks.slice(SHOWN_ON_PHONE).map((clock) => (
              <li key={clock.stepId}>
                <ClockItem to={`${base}/steps/${clock.stepId}`} clock={clock} note={clock.note} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
