import { type ParseArgsConfig, parseArgs } from "node:util";
import { no, ok, type Result } from "#app/core/shared/result.ts";

/** An option as parseArgs takes it, with the words of its help. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** Names the value in help: "DIR". */
  readonly value?: string;
  readonly about: string;
}

/** parseArgs, strict, with what is wrong as one sentence instead of a throw. */
export function readArguments<const T extends ParseArgsConfig>(
  config: T,
): Result<ReturnType<typeof parseArgs<T>>, string> {
  try {
    return ok(parseArgs(config));
  } catch (cause) {
    if (cause instanceof TypeError && "code" in cause && typeof cause.code === "string") {
      return no(sentence(cause.code, cause.message));
    }
    throw cause;
  }
}

function sentence(code: string, message: string): string {
  const named = /--[\w-]+/.exec(message)?.[0] ?? /'([^']+)'/.exec(message)?.[1] ?? "";
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
      return `There is no option ${named}. Give --help to see them all.`;
    case "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL":
      return `"${named}" is one argument too many. Give --help to see what is expected.`;
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE":
      return message.includes("does not take an argument")
        ? `The option ${named} takes no value.`
        : `The option ${named} needs a value. Write ${named}=VALUE if the value begins with a dash.`;
    default:
      return message;
  }
}

/** The text of `--help`: how to call it, what it does, its options. */
export function usageText(usage: {
  readonly forms: readonly string[];
  readonly about: string;
  readonly options?: Readonly<Record<string, Option>>;
}): string {
  const forms = usage.forms.map((form, index) => `${index === 0 ? "Usage:" : "      "} sangfroid ${form}`);
  const options: Readonly<Record<string, Option>> = {
    ...usage.options,
    help: { type: "boolean", short: "h", about: "show this" },
  };
  const rows = Object.entries(options).map(([name, option]) => {
    const short = option.short === undefined ? "    " : `-${option.short}, `;
    const value = option.type === "string" ? ` ${option.value ?? "VALUE"}` : "";
    return { left: `  ${short}--${name}${value}`, about: option.about };
  });
  const width = Math.max(...rows.map((row) => row.left.length)) + 2;
  const lines = rows.map((row) => `${row.left.padEnd(width)}${row.about}`);
  return [...forms, "", usage.about, "", "Options:", ...lines, ""].join("\n");
}
