import { Link } from "react-router";
import { Banner } from "#app/ui/banner.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { ErasureNotice } from "./erasure-view.server.ts";

interface ErasureBannersProps {
  readonly base: string;
  readonly held: boolean;
  readonly erasures: readonly ErasureNotice[];
}

/** That nothing may be erased, and what is erased all the same. */
export function ErasureBanners({ base, held, erasures }: ErasureBannersProps) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      {held && (
        <Banner tone="neutral" icon="hold" state={text("erasure.hold")}>
          {rich("erasure.hold-banner", {}, { hold: (words) => <Link to={`${base}/hold`}>{words}</Link> })}
        </Banner>
      )}
      {erasures.map(({ seq, stage, by }) => (
        <Banner key={`${seq} ${stage}`} tone="warn" icon="eye" state={text("erasure.state")}>
          {rich(
            `erasure.banner-${stage}`,
            { seq, by },
            { look: (words) => <Link to={`${base}/log/${seq}/erase`}>{words}</Link> },
          )}
        </Banner>
      ))}
    </>
  );
}
