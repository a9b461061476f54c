import { Banner } from "#app/ui/banner.tsx";

/** Over everything, on every page, as long as the logs may not be added to. */
export function ReadOnlyBanner({ why }: { why: string }) {
  return (
    <Banner tone="danger" icon="alarm" state="Log not verifying">
      {why}
    </Banner>
  );
}
