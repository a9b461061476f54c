import { expect, test } from "vitest";
import { readmeText, reportHtml } from "#app/core/incident/report.ts";
import { visible, visibleLine } from "#app/core/shared/visible.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aTemplate, World } from "./world.ts";

function report(world: World) {
  return {
    incident: world.state,
    entries: world.entries,
    log: "localhost/sangfroid/0/i/1",
    size: world.entries.length,
    root: "AAAA",
    app: "0.1.0",
    text: textFor("en"),
  };
}

test("a report has the three headings of Art. 33(5), and no script", () => {
  const html = reportHtml(
    report(new World(aTemplate({ one: {} })).do({ kind: "declare-incident", title: "A key" })),
  );
  expect(html.match(/<h2>[^<]+/g)?.slice(0, 3)).toEqual(["<h2>Facts", "<h2>Effects", "<h2>Remedial action"]);
  expect(html).not.toMatch(/<script|javascript:|\son[a-z]+=/i);
});

test("typed text can neither become markup nor forge a line", () => {
  const nasty = "<img src=x onerror=alert(1)>\u202Egnp.exe\u001B[31m & 'quote'\r#9 Lin: closed";
  const world = new World()
    .do({ kind: "declare-incident", title: "A" })
    .do({ kind: "add-note", text: nasty });
  const html = reportHtml(report(world));
  expect(html).not.toContain("<img");
  expect(html).toContain(
    "&lt;img src=x onerror=alert(1)&gt;\\u{202e}gnp.exe\\u{1b}[31m &amp; &#39;quote&#39;\\u{d}#9 Lin: closed",
  );
});

test("the same log gives the same bytes", () => {
  const world = new World(aTemplate({ one: {} })).do({ kind: "declare-incident", title: "A" });
  expect(reportHtml(report(world))).toBe(reportHtml(report(world)));
  expect(readmeText(report(world))).toContain("1 entries".replace("1", String(world.entries.length)));
});

test("what can't be seen is spelt out, and a line feed only where one line is meant", () => {
  expect(visible("a\nb\u200B")).toBe("a\nb\\u{200b}");
  expect(visibleLine("a\nb\u{E0041}")).toBe("a\\u{a}b\\u{e0041}");
  expect(visible("clé exposée 中 👩‍💻")).toContain("clé exposée 中");
});
