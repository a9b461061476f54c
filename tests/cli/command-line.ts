import { vi } from "vitest";
import { type Command, main } from "#app/cli/commands.ts";

/** Runs one command line in this process and keeps what it printed. */
export function sangfroid(...args: string[]) {
  return printed(() => main(args));
}

/** The same with other commands than the product's. */
export function sangfroidWith(commands: readonly Command[], ...args: string[]) {
  return printed(() => main(args, commands));
}

export async function printed(run: () => Promise<number>) {
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((chunk) => {
      said[stream] += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
