import { Link } from "react-router";
import { useText } from "#app/ui/text.tsx";

interface ScarView {
  readonly seq: number;
  readonly words: string;
  readonly because: string;
}

/** In the place of what was erased: when, by whom, on what ground, and where the log says so. */
export function Scars({ base, scars }: { base: string; scars: readonly ScarView[] }) {
  const text = useText();
  return scars.map(({ seq, words, because }) => (
    <span className="scar" key={seq}>
      {words}. {text("steps.quoted", { words: because })}{" "}
      <Link to={`${base}/log?at=${seq}#e${seq}`}>#{seq}</Link>
    </span>
  ));
}
