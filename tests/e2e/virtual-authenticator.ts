import type { Page } from "playwright-core";

/** Gives the page's browser a device with a fingerprint reader, whose owner always agrees. */
export async function withAuthenticator(
  page: Page,
): Promise<{ refuse(): Promise<void>; agree(): Promise<void> }> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const verified = (isUserVerified: boolean) =>
    session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return {
    refuse: async () => void (await verified(false)),
    agree: async () => void (await verified(true)),
  };
}
