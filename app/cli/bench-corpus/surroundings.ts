import type { Draw } from "./drawing.ts";
import type { Part } from "./leaks.ts";

/** Where credentials turn up: configuration, source, logs, talk. Each writes all parts of one credential. */
export const SURROUNDINGS: Readonly<Record<string, (parts: readonly Part[], draw: Draw) => string>> = {
  env: (parts) => parts.map(({ label, value }) => `${label}=${value}`).join("\n"),
  "env-quoted": (parts) => parts.map(({ label, value }) => `export ${label}='${value}'`).join("\n"),
  yaml: (parts) =>
    `env:\n${parts.map(({ label, value }) => `  - name: ${label}\n    value: "${value}"`).join("\n")}`,
  json: (parts) =>
    JSON.stringify(Object.fromEntries(parts.map(({ label, value }) => [label, value])), null, 2),
  "json-in-json": (parts) =>
    JSON.stringify({
      body: JSON.stringify(Object.fromEntries(parts.map(({ label, value }) => [label, value]))),
    }),
  typescript: (parts) =>
    parts.map(({ label, value }) => `const ${camel(label)} = "${value}"; // TODO move to vault`).join("\n"),
  python: (parts) => parts.map(({ label, value }) => `os.environ["${label}"] = '${value}'`).join("\n"),
  java: (parts) =>
    parts.map(({ label, value }) => `    private static final String ${label} = "${value}";`).join("\n"),
  ini: (parts) =>
    `[default]\n${parts.map(({ label, value }) => `${label.toLowerCase()} = ${value}`).join("\n")}`,
  terraform: (parts) => parts.map(({ label, value }) => `  ${label.toLowerCase()} = "${value}"`).join("\n"),
  xml: (parts) => parts.map(({ label, value }) => `<property name="${label}" value="${value}"/>`).join("\n"),
  log: (parts) =>
    parts
      .map(({ label, value }) => `2026-11-24T03:02:11.882Z DEBUG boot - env ${label}=${value} source=process`)
      .join("\n"),
  coloured: (parts) =>
    parts.map(({ label, value }) => `\u001b[32m${label}\u001b[0m: \u001b[1m${value}\u001b[0m`).join("\n"),
  "query-string": (parts) =>
    `GET /setup?${parts.map(({ label, value }) => `${label}=${encodeURIComponent(value)}`).join("&")} HTTP/1.1`,
  "line-ends-written": (parts) => `"${parts.map(({ label, value }) => `${label}=${value}`).join("\\n")}\\n"`,
  table: (parts) =>
    `| setting | value |\n|---|---|\n${parts.map(({ label, value }) => `| ${label} | \`${value}\` |`).join("\n")}`,
  "chat-en": (parts) =>
    `lin: hey, which creds do I use?\nomar: ${parts.map(({ label, value }) => `${words(label)} is ${value}`).join(" and ")}, don't tell anyone`,
  "prose-fr": (parts) =>
    `Bonjour, voici ce qu'il faut saisir. ${parts.map(({ label, value }) => `${label} : ${value}`).join(", puis ")}. Merci de ne pas le diffuser.`,
  "prose-zh": (parts) =>
    `博客文章里写着：${parts.map(({ label, value }) => `${label} 是 ${value}`).join("，")}。请尽快处理。`,
  diff: (parts) =>
    `@@ -1,3 +1,${parts.length} @@\n${parts.map(({ label, value }) => `-${label}=${value}`).join("\n")}\n+# removed`,
  shell: (parts) =>
    `docker run ${parts.map(({ label, value }) => `-e ${label}=${value}`).join(" ")} ledger:7`,
};

function camel(label: string): string {
  return label.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function words(label: string): string {
  return label.toLowerCase().replaceAll("_", " ");
}
