import { startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { HydratedRouter } from "react-router/dom";
import { isLanguage } from "#app/core/shared/language.ts";
import type { Catalog } from "#app/core/shared/message.ts";
import { TextProvider } from "#app/ui/text.tsx";

const LONGEST_WAIT_MS = 30_000;

/**
 * The page's words, which the document preloads. Without them nothing can be hydrated; until they come, the
 * page goes on as it does without JavaScript, so a lost answer costs only the ticking.
 */
async function catalogFrom(address: string): Promise<Catalog> {
  for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const answer = await fetch(address).then(
      (response) => (response.ok ? response.json() : undefined),
      () => undefined,
    );
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function start() {
  const { lang, dataset } = document.documentElement;
  const address = dataset.messages ?? "";
  const words = {
    language: isLanguage(lang) ? lang : ("en" as const),
    address,
    zone: dataset.zone ?? null,
    catalog: await catalogFrom(address),
  };
  startTransition(() => {
    hydrateRoot(
      document,
      <TextProvider words={words}>
        <HydratedRouter />
      </TextProvider>,
    );
  });
}

void start();
