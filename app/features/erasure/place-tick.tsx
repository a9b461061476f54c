import { useFieldState } from "#app/ui/form-state.tsx";

interface PlaceTickProps {
  readonly place: string;
  readonly label: string;
  readonly text: string;
}

/** Each has a name of its own, so that a form which was put aside stands there again as it was ticked. */
export function PlaceTick({ place, label, text }: PlaceTickProps) {
  const name = `slots.${place}`;
  const { id, value } = useFieldState(name);
  return (
    <label className="opt">
      <input type="checkbox" id={id} name={name} value="on" defaultChecked={value === "on"} />
      <span>
        {label}
        <small className="said-text">{text}</small>
      </span>
    </label>
  );
}
