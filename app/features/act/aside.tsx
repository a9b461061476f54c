import { useRouteLoaderData } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { useText } from "#app/ui/text.tsx";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";

/** What was typed in this form before its person had to prove themselves; undefined for every other form. */
export function useAside(form: string): Readonly<Record<string, string>> | undefined {
  const aside = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in")?.aside;
  return aside?.form === form ? aside.values : undefined;
}

/** Over a form that was put aside and stands there again. */
export function Proved() {
  const text = useText();
  return (
    <p className="said" role="status">
      <Icon name="check" />
      <span>{text("act.proved")}</span>
    </p>
  );
}
