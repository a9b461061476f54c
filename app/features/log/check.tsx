import { redirect } from "react-router";
import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { LogDamaged } from "#app/server/log/failures.ts";
import type { Route } from "./+types/check";
import { seenLog } from "./seen-log.server.ts";
import { VerifyPage } from "./verify-page.tsx";

/** Where the pages of an incident lead whose log cannot be read any more: it can still be checked and exported. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref } = await seenLog(context, params);
  try {
    await house.incident(ref);
  } catch (cause) {
    if (!(cause instanceof LogDamaged)) throw cause;
    return { ref, words: keyFingerprint(house.key.publicKey).words.join(" "), trouble: cause.message };
  }
  throw redirect(`/i/${ref}/verify`);
}

export default function Check({ loaderData }: Route.ComponentProps) {
  const { ref, words, trouble } = loaderData;
  return <VerifyPage incident={ref} words={words} trouble={trouble} />;
}
