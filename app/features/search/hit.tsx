import { Link } from "react-router";
import type { Piece } from "#app/core/search/marked.ts";
import { Moment } from "#app/ui/moment.tsx";
import { useText } from "#app/ui/text.tsx";
import type { HitView } from "./hits.server.ts";

export function Hit({ hit }: { hit: HitView }) {
  const { kind, to, codename, pieces, number, said, isDrill, isClosed } = hit;
  const text = useText();
  const seq = `${number ?? ""}`;
  return (
    <li>
      <div className="tail__meta">
        <span className="codename">
          <Marked pieces={codename} />
        </span>
        {isDrill && <span>{text("search.drill")}</span>}
        {isClosed && <span>{text("search.closed")}</span>}
        {said !== undefined && (
          <>
            <Moment at={said.at} show="second" />
            <b>{said.who}</b>
          </>
        )}
      </div>
      {said === undefined ? (
        <Link to={to} data-row>
          {kind === "step" && `${text("search.kind-step", { number: seq })} `}
          <Marked pieces={pieces} />
        </Link>
      ) : (
        <>
          <Link to={to} data-row>
            {text("search.kind-entry", { seq })}
          </Link>{" "}
          {said.act}
          <q className="quoted">
            <Marked pieces={pieces} />
          </q>
        </>
      )}
    </li>
  );
}

function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, isHit }, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name than their place
    isHit ? <mark key={place}>{text}</mark> : text,
  );
}
