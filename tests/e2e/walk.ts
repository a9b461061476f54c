import type { Page } from "playwright-core";

// What is asked of a page as a whole, beside what axe asks. Each answers what is wrong, as the elements' markup.

/** WCAG 1.4.12, as a reader's own style sheet gives it. The policy of our pages does not bind the browser's owner. */
export async function withTextSpacing(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  });
}

export async function withoutTextSpacing(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
}

/** Texts that their own box cuts off. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((one) => one.checkVisibility() && one.closest(".sr, svg") === null)
      .filter((one) => [...one.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent))
      .filter((one) => {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
        // A point is for those who listen; seen, its words stand elsewhere.
        if (one.getBoundingClientRect().width <= 1) return false;
        // A name that ends in "…" says that it goes on where it leads.
        if (textOverflow === "ellipsis") return false;
        const cuts = (overflow: string) => overflow === "hidden" || overflow === "clip";
        return (
          (cuts(overflowX) && one.scrollWidth > one.clientWidth + 1) ||
          (cuts(overflowY) && one.scrollHeight > one.clientHeight + 1)
        );
      })
      .map((one) => `cut off: ${one.outerHTML.slice(0, 120)}`),
  );
}

/** Controls that a thumb misses: under 44 by 44, counted with the label that belongs to them. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, summary, select, input, textarea, nav a, .btn")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.closest(".sr") === null)
      .filter((one) => !one.matches("input[type=hidden]"))
      .map((one) => {
        const label = one.closest("label");
        const boxes = [one, ...(label === null ? [] : [label])].map((part) => part.getBoundingClientRect());
        const width = Math.max(...boxes.map((box) => box.width));
        const height = Math.max(...boxes.map((box) => box.height));
        return { one, width, height };
      })
      // Off the page until it has the focus, as a skip link is.
      .filter(({ one }) => one.getBoundingClientRect().bottom > 0)
      .filter(({ width, height }) => width < 43.5 || height < 43.5)
      .map(({ one, width, height }) => {
        const size = `${Math.round(width)}×${Math.round(height)}`;
        return `small: ${size} ${one.outerHTML.slice(0, 120)}`;
      }),
  );
}

/** What would still move for someone who asked for no motion. */
export function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const still = (times: string) => times.split(",").every((time) => Number.parseFloat(time) <= 0.01);
    return [...document.querySelectorAll("*")]
      .filter((one) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
        return !still(transitionDuration) || (animationName !== "none" && !still(animationDuration));
      })
      .map((one) => `moving: ${one.outerHTML.slice(0, 120)}`);
  });
}

/** Icons and state words that have the colour of what is behind them. */
export function unseen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const behind = (one: Element): string => {
      for (let at: Element | null = one; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
      }
      return getComputedStyle(document.documentElement).backgroundColor;
    };
    return [...document.querySelectorAll("svg.i, .state, button, a")]
      .filter((one) => one.checkVisibility())
      .filter((one) => getComputedStyle(one).color === behind(one))
      .map((one) => `unseen: ${one.outerHTML.slice(0, 120)}`);
  });
}

/** Pages without exactly one main heading, states without a shape and a word. */
export function untold(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const headings = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length;
    const states = [...document.querySelectorAll(".state")]
      .filter((one) => one.querySelector("svg use") === null || (one.textContent ?? "").trim() === "")
      .map((one) => `state by colour alone: ${one.outerHTML.slice(0, 120)}`);
    return [...(headings === 1 ? [] : [`${headings} main headings`]), ...states];
  });
}
