// Fifty people on one incident: each has its page open and records something now and then; one of them is a real
// browser, which shows what the others did. Prints what it measured, as JSON.
//
//   node scripts/crowd.mjs [--people 50] [--seconds 60] [--pause-ms 5000]
//
// A simulated person does what an open page does: it hears the events of the incident and, when the log has grown,
// asks for the clocks and people of the page (`/pulse`), at most every 300 ms.
import { parseArgs } from "node:util";
import { aBrowser, addPerson, aPlace, asVisitor, aVisitor, quantile } from "./bench-place.mjs";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "50" },
    seconds: { type: "string", default: "60" },
    /** Mean time between two acts of one person. */
    "pause-ms": { type: "string", default: "5000" },
  },
});
const people = Number(values.people);
const pause = Number(values["pause-ms"]);
const GATHER_MS = 300;

const place = await aPlace();
const browser = await aBrowser();
try {
  for (let n = 1; n < people; n++) addPerson(place.data, n);
  const visitors = [];
  for (let n = 0; n < people; n++) visitors.push(await aVisitor(place.address, n));
  const [watcher, ...others] = visitors;
  const room = await declare(watcher);
  for (const other of others) await other.act(`${room}?index`, { kind: "join" });

  const shown = await watch(watcher, room);
  const listening = others.map((other) => listen(other, room));
  await Promise.all(listening.map(({ open }) => open));
  const acts = [];
  const until = performance.now() + Number(values.seconds) * 1000;
  await Promise.all(others.map((other, n) => live(other, room, n, until, acts)));
  const last = Math.max(...acts.map(({ size }) => size));
  await Promise.all(listening.map((one) => one.reaches(last)));
  await shown.reaches(last);
  for (const one of listening) one.stop();

  const arrivals = listening.flatMap((one) => acts.map((act) => one.at(act.size) - act.answered));
  const pictures = acts.map((act) => shown.at(act.size) - act.answered);
  process.stdout.write(
    `${JSON.stringify({
      people,
      acts: acts.length,
      actsPerSecond: Math.round((acts.length / Number(values.seconds)) * 10) / 10,
      actP50: quantile(
        acts.map(({ ms }) => ms),
        0.5,
      ),
      actP95: quantile(
        acts.map(({ ms }) => ms),
        0.95,
      ),
      heardP95: quantile(arrivals, 0.95),
      heardMax: quantile(arrivals, 1),
      shownP95: quantile(pictures, 0.95),
      shownMax: quantile(pictures, 1),
      pulses: listening.reduce((all, { pulses }) => all + pulses(), 0),
    })}\n`,
  );
} finally {
  await browser.close();
  await place.remove();
}

async function declare(visitor) {
  const led = await visitor.act("/incidents/new", {
    kind: "declare-incident",
    title: "Access key published in a blog post",
  });
  const room = /\/i\/[0-9A-Z]{26}/.exec(led)?.[0];
  if (room === undefined) throw new Error(`declaring led to ${led}`);
  return room;
}

async function live(visitor, room, n, until, acts) {
  for (let k = 0; ; k++) {
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    if (performance.now() > until) return;
    const begun = performance.now();
    const text = `Responder ${n} looked at the logs of host ${k}.`;
    const led = await visitor.act(`${room}?index`, { kind: "add-note", text });
    const answered = performance.now();
    const seq = /recorded=(\d+)/.exec(led)?.[1];
    acts.push({ ms: answered - begun, answered, size: Number(seq) + 1 });
  }
}

/** When each size of the log became known. */
function sizes() {
  const known = [];
  let wake = () => {};
  return {
    tell(size, when) {
      known.push({ size, when });
      wake();
    },
    at: (size) => known.find((one) => one.size >= size)?.when ?? Number.NaN,
    async reaches(size) {
      while (!known.some((one) => one.size >= size)) await new Promise((resolve) => (wake = resolve));
    },
  };
}

function listen(visitor, room) {
  const stopped = new AbortController();
  const heard = sizes();
  let pulses = 0;
  let asking = false;
  const open = visitor.get(`${room}/events?seen=0`, {
    headers: { cookie: visitor.cookie },
    signal: stopped.signal,
  });
  const ask = async () => {
    pulses += 1;
    await (await visitor.get(`${room}/pulse`)).text();
    asking = false;
  };
  void open.then(async (answer) => {
    const decoder = new TextDecoder();
    let text = "";
    try {
      for await (const bytes of answer.body) {
        text += decoder.decode(bytes, { stream: true });
        const messages = text.split("\n\n");
        text = messages.pop() ?? "";
        for (const message of messages) {
          const size = /"size":(\d+)/.exec(message)?.[1];
          if (size === undefined) continue;
          heard.tell(Number(size), performance.now());
          if (!asking) setTimeout(ask, GATHER_MS);
          asking = true;
        }
      }
    } catch (cause) {
      if (!stopped.signal.aborted) throw cause;
    }
  });
  return { ...heard, open, pulses: () => pulses, stop: () => stopped.abort() };
}

/** The page says how many entries are new; what was there when it was made is known from its own list. */
async function watch(visitor, room) {
  const context = await asVisitor(browser, place.address, visitor);
  const page = await context.newPage();
  const seen = sizes();
  let from = 0;
  await page.exposeFunction("sawNew", (count) => seen.tell(from + count, performance.now()));
  await page.addInitScript(() => {
    const look = () => {
      const count = /\d+/.exec(document.querySelector(".fresh")?.textContent ?? "")?.[0];
      if (count !== undefined) globalThis.sawNew(Number(count));
    };
    document.addEventListener("DOMContentLoaded", () => {
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
  });
  await page.goto(place.address + room, { waitUntil: "commit" });
  await page.waitForResponse(/\/events/);
  from = (await (await visitor.get(`${room}/pulse`)).json()).size;
  return seen;
}
