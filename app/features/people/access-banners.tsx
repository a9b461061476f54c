import { Link } from "react-router";
import { Banner } from "#app/ui/banner.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";

interface LetIn {
  readonly seq: number;
  readonly state: "asked" | "in";
  readonly name: string;
  readonly second: string;
}

/** That the team is alone with it, and who got in, or wants to, without the team. */
export function AccessBanners({
  base,
  restricted,
  letIns,
}: {
  base: string;
  restricted: boolean;
  letIns: readonly LetIn[];
}) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      {restricted && (
        <Banner tone="neutral" icon="eye" state={text("people.restricted-state")}>
          {rich(
            "people.restricted-banner",
            {},
            { who: (words) => <Link to={`${base}/people#restriction`}>{words}</Link> },
          )}
        </Banner>
      )}
      {letIns.map(({ seq, state, name, second }) => (
        <Banner key={seq} tone="warn" icon="people" state={text("people.let-in-state")}>
          {rich(
            `people.let-in-banner-${state}`,
            { name, second },
            { look: (words) => <Link to={`${base}/people#restriction`}>{words}</Link> },
          )}
        </Banner>
      ))}
    </>
  );
}
