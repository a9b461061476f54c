import { Icon } from "#app/ui/icon.tsx";
import type { ClosedView } from "./set-up-view.server.ts";

export function Closed({ view }: { view: ClosedView }) {
  return (
    <div className="card">
      <h1>{view.title}</h1>
      <div className="inset inset--warn">
        <p>
          <b>
            <Icon name="soon" />
            {view.what}
          </b>
        </p>
        <p>{view.cure}</p>
      </div>
    </div>
  );
}
