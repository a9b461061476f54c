import { useText } from "#app/ui/text.tsx";

/** Over a form that holds a draft. */
export function TypedBefore() {
  const text = useText();
  return (
    <p className="said said--draft sm" role="status">
      <span>{text("live.typed-before")}</span>{" "}
      <button className="linkish" type="submit" name="discard" value="1" formNoValidate>
        {text("live.discard")}
      </button>
    </p>
  );
}
