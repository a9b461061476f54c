import { Icon } from "#app/ui/icon.tsx";
import { SaveText } from "#app/ui/save-text.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { Lost } from "./witness-memory.ts";

interface WitnessContinuedProps {
  readonly lost: Lost;
  readonly onClose: () => void;
}

/** Over the page: the log goes on from an older copy than this browser has seen. It stays until someone closes it. */
export function WitnessContinued({ lost, onClose }: WitnessContinuedProps) {
  const text = useText();
  const rich = useRichText();
  const bold = (words: React.ReactNode) => (
    <b>
      <Icon name="soon" />
      {words}
    </b>
  );
  return (
    <div className="inset inset--warn" role="status">
      <p>{rich("log.witness-continued", { lost: lost.entries }, { b: bold })}</p>
      <div className="actions">
        <SaveText name="seen-by-this-browser.checkpoint" text={lost.note}>
          {text("log.witness-continued-save")}
        </SaveText>
        <button className="linkish" type="button" onClick={onClose}>
          {text("log.witness-continued-close")}
        </button>
      </div>
    </div>
  );
}
