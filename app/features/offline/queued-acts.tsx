import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useText } from "#app/ui/text.tsx";
import { type QueuedAct, useQueuedActs } from "./queue-state.ts";

/** Over the log: what this device holds and the log does not. Newest first, as the log is. */
export function QueuedActs({ base }: { base: string }) {
  const acts = useQueuedActs().filter((act) => act.base === base);
  if (acts.length === 0) return null;
  return (
    <ol className="tail" id="queued">
      {acts.toReversed().map((act) => (
        <QueuedLine key={act.id} act={act} />
      ))}
    </ol>
  );
}

function QueuedLine({ act }: { act: QueuedAct }) {
  const text = useText();
  const { refused } = act;
  return (
    <li className="tail--queued">
      <div className="tail__meta">
        <span>{text("live.queued")}</span>
        <Moment at={act.claimedAt} show="clock" />
      </div>
      <p className="said-text">{act.about}</p>
      {refused === undefined ? (
        <p className="state state--warn">
          <Icon name="hold" />
          <span>{text("live.waiting")}</span>
        </p>
      ) : (
        <>
          <p className="state state--warn">
            <Icon name="over" />
            <span>{text("live.refused-later", { why: refused })}</span>
          </p>
          <div className="actions">
            <button className="btn btn--sm" type="button" onClick={() => void again(act)}>
              {text("live.try-again")}
            </button>
            <button className="linkish" type="button" onClick={() => void letGo(act)}>
              {text("live.drop")}
            </button>
          </div>
        </>
      )}
    </li>
  );
}

async function again(act: QueuedAct): Promise<void> {
  const { retryAct, sendQueue } = await import("./queue.ts");
  await retryAct(act);
  await sendQueue();
}

async function letGo({ id }: QueuedAct): Promise<void> {
  const { dropAct } = await import("./queue.ts");
  await dropAct(id);
}
