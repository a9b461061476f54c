import { Link, useSearchParams } from "react-router";
import { Hotkey, hotkeyOf } from "#app/ui/hotkey.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";

/** After an act: its number, and the way to correct it, for as long as the incident exists. */
export function Recorded({ base }: { base: string }) {
  const text = useText();
  const rich = useRichText();
  const [search] = useSearchParams();
  const seq = search.get("recorded");
  if (seq === null || !/^\d{1,15}$/.test(seq)) return null;
  return (
    <>
      <Icon name="check" />
      <span>
        {rich(
          "frame.recorded",
          { seq },
          { entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link> },
        )}
      </span>
      <Link to={`${base}/log/${seq}/correct`} {...hotkeyOf("u")}>
        {text("frame.correct")}
        <Hotkey of="u" />
      </Link>
    </>
  );
}
