import { CommandGroup } from "#app/ui/command-block.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";

/** A link that is shown once: only its hash is kept. The page is left, and it is gone. */
export function LinkOnce({
  id,
  title,
  link,
  until,
}: {
  id: string;
  title: string;
  link: string;
  until: string;
}) {
  const text = useText();
  const rich = useRichText();
  return (
    <div className="inset stack" role="status">
      <p>
        <b>{title}</b>
      </p>
      <CommandGroup id={id} snippets={[{ label: text("people.link"), text: link }]} values={{}} />
      <p className="field__hint">{rich("people.link-once", { until: <Moment at={until} /> })}</p>
    </div>
  );
}
