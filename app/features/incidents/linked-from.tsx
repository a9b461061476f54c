import { Link } from "react-router";
import { useRichText } from "#app/ui/text.tsx";
import type { LinkFrom } from "./linked-from.server.ts";

/** What other incidents say of this one; nothing where none does. */
export function LinkedFrom({ links }: { links: readonly LinkFrom[] }) {
  const rich = useRichText();
  if (links.length === 0) return null;
  return (
    <ul className="plain">
      {links.map(({ ref, codename, as, seq }) => (
        <li key={ref}>
          {rich(
            `plan.linked-${as}`,
            { codename, seq: `${seq}` },
            {
              incident: (words) => (
                <Link className="codename" to={`/i/${ref}`}>
                  {words}
                </Link>
              ),
              entry: (words) => <Link to={`/i/${ref}/log?at=${seq}#e${seq}`}>{words}</Link>,
            },
          )}
        </li>
      ))}
    </ul>
  );
}
