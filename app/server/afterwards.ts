import type { House } from "./house.server.ts";

// What is done once the answer has left, so that the answer does not tell by its time that it is done at all.

/** Long enough for an answer to be made and sent. */
const AFTER_MS = 100;
const waiting = new WeakMap<House, Set<Promise<void>>>();

export function afterwards(house: House, work: () => Promise<void>): void {
  const all = waiting.get(house) ?? new Set();
  waiting.set(house, all);
  const done = later().then(work).catch(house.report.bind(house)); // nobody waits for an answer
  all.add(done);
  void done.finally(() => all.delete(done));
}

/** Once everything is done that waits now. */
export async function settled(house: House): Promise<void> {
  await Promise.all(waiting.get(house) ?? []);
}

function later(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, AFTER_MS).unref();
  });
}
