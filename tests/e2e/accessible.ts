import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What axe is asked about. */
export const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The page as it stands, at both widths and in both themes: nothing for axe to find, nothing to scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of [360, 1440]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const { scrollWidth, scrollHeight } = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return { scrollWidth, scrollHeight };
      });
      expect(scrollWidth, `${page.url()} at ${width}`).toBeLessThanOrEqual(width);
      // A sticky bar over a control would be counted as a control too small.
      await page.setViewportSize({ width, height: Math.max(900, scrollHeight) });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`,
      );
      expect(found, `${page.url()} at ${width}, ${colorScheme}`).toEqual([]);
    }
  }
  if (before !== null) await page.setViewportSize(before);
}
