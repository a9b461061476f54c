import { Banner } from "#app/ui/banner.tsx";
import { useText } from "#app/ui/text.tsx";

/** Over everything, on every page, as long as the logs may not be added to. */
export function ReadOnlyBanner({ why }: { why: string }) {
  const text = useText();
  return (
    <Banner tone="danger" icon="alarm" state={text("frame.read-only")}>
      {why}
    </Banner>
  );
}
