import { Link } from "react-router";
import { ClockItem } from "#app/ui/clock-item.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { ClockView } from "./clock-view.server.ts";

const SHOWN = 5;

interface ClocksPanelProps {
  readonly base: string;
  /** In the order they run out. */
  readonly clocks: readonly ClockView[];
  readonly aware: string | undefined;
}

/** Running targets. A phone shows the first two and unfolds the rest. */
export function ClocksPanel({ base, clocks, aware }: ClocksPanelProps) {
  const more = clocks.slice(SHOWN);
  return (
    <Panel
      id="clocks"
      title="Clocks"
      side
      aside={
        aware === undefined ? (
          <Link to={`${base}/facts`}>Set when we became aware</Link>
        ) : (
          <Link to={`${base}/facts`}>
            aware <Moment at={aware} />
          </Link>
        )
      }
    >
      {clocks.length === 0 ? (
        <p className="panel__body muted sm">No target is running. They start with a playbook.</p>
      ) : (
        <ul className="clocks">
          {clocks.slice(0, SHOWN).map((clock) => (
            <li key={clock.stepId}>
              <ClockItem to={`${base}/steps/${clock.stepId}`} clock={clock} note={clock.note} />
            </li>
          ))}
        </ul>
      )}
      {more.length > 0 && (
        <details className="steps__fold clocks__more">
          <summary>
            All {clocks.length} clocks
            <Icon name="right" className="chev" />
          </summary>
          <ul className="clocks">
            {more.map((clock) => (
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
