import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { z } from "zod";

// axe is asked inside the page, and only for what it finds: its builder for Playwright opens a page of its own for every
// question and carries everything that passed out of the browser, which takes five times as long.

const RULES = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};
/** What another theme can change. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

const Violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe finds in the page as it stands, each with its elements. */
export function violationsIn(page: Page): Promise<string[]> {
  return asked(page, RULES);
}

/** What axe finds in the page's colours alone. */
export function colourViolationsIn(page: Page): Promise<string[]> {
  return asked(page, COLOURS);
}

async function asked(page: Page, runOnly: typeof RULES): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const options = { runOnly, resultTypes: ["violations"], iframes: false };
  const found = await page.evaluate<unknown>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`,
  );
  return Violations.parse(found).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** The page as it stands, at both widths and in both themes: nothing for axe to find, nothing to scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await beyond(page), `${page.url()} at ${width}`).toBeLessThanOrEqual(0);
    await atFullHeight(page, width);
    for (const colorScheme of ["light", "dark"] as const) {
      // Without motion colours change at once: on its way from one theme to the other nothing has contrast.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const found = await (colorScheme === "light" ? violationsIn(page) : colourViolationsIn(page));
      expect(found, `${page.url()} at ${width}, ${colorScheme}`).toEqual([]);
    }
  }
  if (before !== null) await page.setViewportSize(before);
}

/** How many pixels the page runs off to the side. */
export function beyond(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** A bar that sticks over a control is no small target: axe measures the page at its whole height. */
export async function atFullHeight(page: Page, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(height, 900), 8000) });
}
