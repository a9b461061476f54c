import { keyFingerprint } from "#app/core/audit/key-words.ts";
import type { Route } from "./+types/verify";
import { seenLog } from "./seen-log.server.ts";
import { VerifyPage } from "./verify-page.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref } = await seenLog(context, params);
  return { ref, words: keyFingerprint(house.key.publicKey).words.join(" ") };
}

export default function Verify({ loaderData }: Route.ComponentProps) {
  return <VerifyPage incident={loaderData.ref} words={loaderData.words} />;
}
