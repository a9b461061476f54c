import { expect, test } from "vitest";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { ROUTES } from "#app/server/api/routes.ts";
import { aSession } from "./a-browser.ts";
import { aClient, aServer, type Client, ORIGIN, type TestServer } from "./a-server.ts";
import { type Ask, manifest, servedPages } from "./all-routes.ts";

// Every address of the product, asked by everyone there can be, of incidents in every state. A route without a row
// here fails: whoever adds one says who may read it and who may act on it.

/** Who is answered. `nobody` is not signed in. */
type Reading =
  | "everyone"
  | "signed-in"
  | "administrator"
  /** Members and administrators. */
  | "staff"
  /** Whoever sees the incident. */
  | "incident"
  /** For a form that is no plain act: it is there for nobody who does not see the incident; its own tests ask the rest. */
  | "own";

interface Row {
  readonly read: Reading;
  /** For a form: who may send it. `incident`: whoever may give its command. */
  readonly act?: Reading;
  /** What those who may read are answered, where that is not 200. */
  readonly answer?: number | ((who: Someone) => number);
  /** What the address needs beside its path. */
  readonly query?: string;
}

const PAGES: Readonly<Record<string, Row>> = {
  "/": { read: "everyone", answer: 302 },
  "/setup": {
    read: "everyone",
    act: "everyone",
    answer: ({ role }) => (role === "administrator" ? 200 : 302),
  },
  "/signin": { read: "everyone", act: "everyone", answer: ({ role }) => (role === "nobody" ? 200 : 302) },
  "/signin/recovery": { read: "everyone", act: "everyone" },
  "/signin/link": { read: "everyone", act: "everyone" },
  "/signin/provider": { read: "everyone", answer: 302 },
  "/signin/provider/back": { read: "everyone", answer: 302 },
  "/signout": { read: "everyone", act: "everyone", answer: 302 },
  "/messages/:file": { read: "everyone" },
  "/invitation": { read: "everyone", act: "everyone", answer: 404 },
  "/wall/:token": { read: "everyone", answer: 404 },
  "/wall/:token/now": { read: "everyone", answer: 404 },
  "/language": { read: "everyone", act: "everyone" },
  "/reauth": { read: "signed-in", act: "signed-in", answer: 302 },
  "/session": { read: "signed-in" },
  "/drafts": { read: "signed-in", act: "signed-in" },
  "/erased": { read: "signed-in" },
  "/log/checkpoint": { read: "signed-in" },
  "/log/consistency": { read: "signed-in", query: "from=1" },
  "/log/vkey": { read: "signed-in" },
  "/log/head": { read: "signed-in", query: "from=1" },
  "/log/receipts/:seq": { read: "administrator" },
  "/log/rotations": { read: "signed-in" },
  "/search": { read: "signed-in" },
  "/verbs": { read: "signed-in" },
  "/incidents": { read: "signed-in" },
  "/incidents/events": { read: "signed-in" },
  "/incidents/new": { read: "staff", act: "staff" },
  "/settings": { read: "signed-in" },
  "/settings/account": { read: "signed-in", act: "signed-in" },
  "/settings/reading": { read: "signed-in", act: "signed-in" },
  "/settings/account/password": { read: "signed-in", act: "signed-in" },
  "/settings/account/passkey": { read: "signed-in", act: "signed-in" },
  "/settings/account/two-step": { read: "signed-in", act: "signed-in" },
  "/settings/account/recovery-codes": { read: "signed-in", act: "signed-in" },
  "/settings/break-glass": { read: "signed-in", act: "signed-in" },
  "/settings/log-key": { read: "signed-in" },
  "/settings/devices": { read: "administrator", act: "administrator" },
  "/settings/log": { read: "administrator" },
  "/settings/people": { read: "administrator", act: "administrator" },
  "/settings/people/:person": { read: "administrator", act: "administrator" },
  "/settings/let-in": { read: "signed-in", act: "signed-in" },
  "/i/:ref": { read: "incident", act: "incident" },
  "/i/:ref/checkpoint": { read: "incident" },
  "/i/:ref/consistency": { read: "incident", query: "from=1" },
  "/i/:ref/continuation": { read: "incident", query: "from=1", answer: 404 },
  "/i/:ref/vkey": { read: "incident" },
  "/i/:ref/head": { read: "incident", query: "from=1" },
  "/i/:ref/events": { read: "incident" },
  "/i/:ref/pulse": { read: "incident" },
  "/i/:ref/entries": { read: "incident" },
  "/i/:ref/bundle": { read: "incident" },
  "/i/:ref/receipts/:seq": { read: "incident" },
  "/i/:ref/evidence/:seq": { read: "incident" },
  "/i/:ref/check": { read: "incident", answer: 302 },
  "/i/:ref/verify": { read: "incident" },
  "/i/:ref/export": { read: "incident" },
  "/i/:ref/steps/:step": { read: "incident", act: "incident" },
  "/i/:ref/facts": { read: "incident", act: "incident" },
  "/i/:ref/plan": { read: "incident", act: "incident" },
  "/i/:ref/approvals": { read: "incident", act: "incident" },
  "/i/:ref/people": { read: "incident", act: "incident" },
  "/i/:ref/people/invite": { read: "incident", act: "own" },
  "/i/:ref/people/lift": { read: "incident", act: "incident" },
  "/i/:ref/close": { read: "incident", act: "incident" },
  "/i/:ref/more": { read: "incident" },
  "/i/:ref/log": { read: "incident" },
  "/i/:ref/log/:seq/correct": { read: "incident", act: "incident" },
  "/i/:ref/log/:seq/erase": { read: "incident", act: "incident" },
  "/i/:ref/hold": { read: "incident", act: "incident" },
  "/i/:ref/log/:seq/dissent": { read: "incident", act: "incident" },
  "/i/:ref/voices": { read: "incident", act: "incident" },
  "/i/:ref/verbs": { read: "incident" },
  "/i/:ref/queued": { read: "incident", act: "own" },
  "/i/:ref/log/mine": { read: "incident", answer: 302 },
  "/i/:ref/handover": { read: "incident", act: "incident" },
  "/i/:ref/print": { read: "incident" },
  "/i/:ref/reader": { read: "incident", act: "incident" },
  "/i/:ref/walls": { read: "incident", act: "own" },
  "/i/:ref/link": { read: "incident", act: "incident" },
};

/** Everything of the API below an incident is shown to whoever sees it; declaring is for staff. */
const API: Readonly<Record<string, Row>> = {
  "POST /incidents": { read: "staff" },
  "GET /incidents": { read: "signed-in" },
  "GET /incidents/:ref": { read: "incident" },
  "POST /incidents/:ref/commands": { read: "incident", act: "incident" },
  "POST /incidents/:ref/evidence": { read: "incident", act: "incident" },
  "GET /incidents/:ref/entries": { read: "incident" },
  "GET /incidents/:ref/checkpoint": { read: "incident" },
  "GET /incidents/:ref/consistency": { read: "incident", query: "from=1" },
  "GET /incidents/:ref/receipts/:seq": { read: "incident" },
  "GET /incidents/:ref/anchor": { read: "incident" },
  "GET /incidents/:ref/bundle": { read: "incident" },
  "GET /log/checkpoint": { read: "signed-in" },
  "GET /log/consistency": { read: "signed-in", query: "from=1" },
  "GET /log/rotations": { read: "signed-in" },
  "GET /log/vkey": { read: "signed-in" },
};

const STATES = ["open", "closed", "restricted"] as const;
type State = (typeof STATES)[number];

interface Someone {
  readonly role: InstallationRole | "nobody";
  /** Their role in the incidents; undefined: not on the team. */
  readonly holds?: "lead" | "technical" | "observer" | "supplier";
  readonly client: Client | undefined;
  readonly cookie: string | undefined;
}

const PEOPLE = {
  nobody: { role: "nobody" },
  "an administrator off the team": { role: "administrator" },
  "a member off the team": { role: "member" },
  "an observer who is not invited": { role: "observer" },
  "a guest of another incident": { role: "guest" },
  "the lead": { role: "member", holds: "lead" },
  "a technical member of the team": { role: "member", holds: "technical" },
  "an administrator on the team": { role: "administrator", holds: "technical" },
  "an observer who is invited": { role: "observer", holds: "observer" },
  "a supplier who is a guest": { role: "guest", holds: "supplier" },
} as const satisfies Readonly<Record<string, Omit<Someone, "client" | "cookie">>>;
type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[]; // the table's own keys

let server: TestServer;
let pages: Ask;
const people = new Map<Name, Someone>();
interface Known {
  readonly ref: string;
  /** Entries: evidence with a file, and an approval, which one can disagree with. */
  readonly file: number;
  readonly approved: number;
}
const refs = new Map<State, Known>();

/** One installation for each test: everyone there can be, and an incident in each state. */
async function everyone(): Promise<void> {
  people.clear();
  server = await aServer();
  pages = await servedPages(server);
  for (const name of NAMES) {
    const known = PEOPLE[name];
    if (known.role === "nobody") {
      people.set(name, { ...known, client: undefined, cookie: undefined });
      continue;
    }
    const client = await aClient(server, known.role);
    const { cookie } = await aSession(server, client.person);
    people.set(name, { ...known, client, cookie: cookie.split(";")[0] ?? "" });
  }
  for (const state of STATES) refs.set(state, await anIncident(state));
}

async function anIncident(state: State) {
  const lead = someone("the lead").client;
  const approver = someone("an administrator on the team").client;
  if (lead === undefined || approver === undefined) throw new Error("nobody leads");
  const ref = await lead.declare();
  for (const [name, { holds, client }] of people) {
    if (client === undefined || holds === undefined || name === "the lead") continue;
    const roles = client === approver ? ["technical", "executive"] : [holds];
    await lead.command(ref, { kind: "set-role", userId: client.person.id, roles });
  }
  if (state !== "closed") await lead.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
  const form = new FormData();
  form.set("value", "As exported");
  form.append("file", new Blob(["row"]), "rows.csv");
  const attached = await server.ask(`/api/v1/incidents/${ref}/evidence`, {
    method: "POST",
    headers: { Authorization: `Bearer ${lead.token}` },
    body: form,
  });
  const file = Number(/"seq":(\d+)/.exec(await attached.text())?.[1]);
  const aware = { kind: "set-became-aware", source: "A call", because: "It was later" };
  await lead.command(ref, { ...aware, at: "2026-01-01T01:00:00Z" });
  const approved = await approvedBy(approver, lead, ref, { ...aware, at: "2026-01-01T02:00:00Z" });
  if (state === "restricted") await lead.command(ref, { kind: "restrict", because: "A colleague" });
  if (state === "closed") await approvedBy(approver, lead, ref, { kind: "close-incident", because: "Over" });
  const incident = isIncidentRef(ref) ? await server.house.incident(ref) : undefined;
  expect(incident?.closed !== undefined).toBe(state === "closed");
  return { ref, file, approved };
}

/** The number of the entry by which it was approved. */
async function approvedBy(approver: Client, lead: Client, ref: string, command: unknown): Promise<number> {
  await lead.command(ref, { kind: "request-approval", for: command });
  const incident = isIncidentRef(ref) ? await server.house.incident(ref) : undefined;
  const approval = [...(incident?.approvals.values() ?? [])].at(-1);
  const approve = { kind: "approve", approvalId: approval?.id, hash: approval?.hash };
  return Number(/"seq":(\d+)/.exec(await (await approver.command(ref, approve)).text())?.[1]);
}

function someone(name: Name): Someone {
  const found = people.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}

function sees({ role, holds }: Someone, state: State): boolean {
  if (holds !== undefined) return true;
  return state !== "restricted" && (role === "administrator" || role === "member");
}

/** 302 leads to the sign-in, and so does 303, which keeps what was sent. */
function readAnswer({ read, answer = 200 }: Row, who: Someone, state: State): number {
  const answered = typeof answer === "function" ? answer(who) : answer;
  if (read === "everyone") return answered;
  if (who.role === "nobody") return 302;
  switch (read) {
    case "signed-in":
      return answered;
    case "administrator":
      return who.role === "administrator" ? answered : 403;
    case "staff":
      return who.role === "administrator" || who.role === "member" ? answered : 403;
    case "incident":
    case "own":
      return sees(who, state) ? answered : 404;
  }
}

/** `title` is a command of the whole team that a closed incident refuses. */
function actAnswer(who: Someone, state: State): number {
  if (who.role === "nobody") return 303;
  if (!sees(who, state)) return 404;
  if (who.role === "observer" || who.holds === undefined || who.holds === "supplier") return 403;
  return state === "closed" ? 422 : 303;
}

function addressOf(pattern: string, state: State, query = ""): string {
  const { ref = "", file = 0, approved = 0 } = refs.get(state) ?? {};
  const person = someone("a member off the team").client?.person.id ?? "";
  const path = query === "" ? pattern : `${pattern}?${query}`;
  return path
    .replace(":ref", ref)
    .replace(":seq", `${pattern.endsWith("/dissent") ? approved : file}`)
    .replace(":step", "r1.key.id")
    .replace(":person", person)
    .replace(":file", "en-0.json")
    .replace(":token", `${ref}.unknown`);
}

/** A page of a step that is not there in a closed incident without a playbook. */
function isThere(pattern: string, state: State): boolean {
  return !(pattern.includes(":step") && state === "closed");
}

async function askPage(pattern: string, who: Someone, state: State, body?: Record<string, string>) {
  const abort = new AbortController();
  const headers: Record<string, string> = who.cookie === undefined ? {} : { Cookie: who.cookie };
  // The room is the index of its layout: its forms say so.
  const query = body !== undefined && pattern === "/i/:ref" ? "index" : PAGES[pattern]?.query;
  const request = new Request(ORIGIN + addressOf(pattern, state, query), {
    signal: abort.signal,
    headers,
    ...(body === undefined ? {} : { method: "POST", body: new URLSearchParams(body) }),
  });
  const { status } = await pages(request);
  abort.abort();
  return status;
}

test("every route of the manifest has its row, and no row is of a route that is gone", async () => {
  const patterns = (await manifest()).map(({ pattern }) => pattern);
  expect(patterns.sort()).toEqual(Object.keys(PAGES).sort());
});

test("a row says who may act exactly where the route takes forms", async () => {
  const acting = (await manifest()).filter(({ acts }) => acts).map(({ pattern }) => pattern);
  const said = Object.keys(PAGES).filter((pattern) => PAGES[pattern]?.act);
  expect(acting.sort()).toEqual(said.sort());
});

test("every line of the API has its row, and no row is of a line that is gone", () => {
  expect(ROUTES.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(API).sort());
});

test("every page answers everyone as its row says, of incidents in every state", async () => {
  await everyone();
  for (const name of NAMES) {
    for (const state of STATES) {
      const found: Record<string, number> = {};
      const due: Record<string, number> = {};
      for (const [pattern, row] of Object.entries(PAGES)) {
        if (NOT_READ.has(pattern) || !isThere(pattern, state)) continue;
        if (row.read !== "incident" && state !== "open") continue;
        found[pattern] = await askPage(pattern, someone(name), state);
        due[pattern] = readAnswer(row, someone(name), state);
      }
      expect({ name, state, found }).toEqual({ name, state, found: due });
    }
  }
});

test("every page takes acts only from those whose role may, of incidents in every state", async () => {
  await everyone();
  for (const name of NAMES) {
    for (const state of STATES) {
      const found: Record<string, number> = {};
      const due: Record<string, number> = {};
      for (const [pattern, { act }] of Object.entries(PAGES)) {
        if (act !== "incident" || !isThere(pattern, state)) continue;
        const title = `Renamed by ${name} on ${pattern}`;
        found[pattern] = await askPage(pattern, someone(name), state, { kind: "set-title", title });
        due[pattern] = actAnswer(someone(name), state);
      }
      expect({ name, state, found }).toEqual({ name, state, found: due });
    }
  }
});

test("forms that are no plain acts are not there for those who do not see the incident", async () => {
  await everyone();
  for (const name of NAMES) {
    for (const state of STATES) {
      if (sees(someone(name), state)) continue;
      for (const pattern of Object.keys(PAGES).filter((one) => PAGES[one]?.act === "own")) {
        const status = await askPage(pattern, someone(name), state, { kind: "nothing-known" });
        const due = someone(name).role === "nobody" ? 303 : 404;
        expect({ name, state, pattern, status }).toEqual({ name, state, pattern, status: due });
      }
    }
  }
});

test("only the lead of an open incident invites a guest into it", async () => {
  await everyone();
  for (const name of NAMES) {
    const who = someone(name);
    for (const state of STATES) {
      const email = `${crypto.randomUUID()}@supplier.example`;
      const form = { kind: "invite", email, role: "supplier", days: "7" };
      const status = await askPage("/i/:ref/people/invite", who, state, form);
      expect({ name, state, status }).toEqual({ name, state, status: inviteAnswer(who, state) });
    }
  }
});

function inviteAnswer(who: Someone, state: State): number {
  if (who.role === "nobody") return 303;
  if (!sees(who, state)) return 404;
  if (who.holds !== "lead") return 403;
  return state === "closed" ? 422 : 200;
}

test("what manages the installation is refused to everyone whose role may not", async () => {
  await everyone();
  for (const name of NAMES) {
    const who = someone(name);
    for (const [pattern, { act }] of Object.entries(PAGES)) {
      if (act !== "administrator" && act !== "staff") continue;
      const status = await askPage(pattern, who, "open", { kind: "nothing-known" });
      const may = readAnswer({ read: act }, who, "open") === 200;
      // Whoever may is told what is missing; nothing is done by it.
      const due = may ? 400 : who.role === "nobody" ? 303 : 403;
      expect({ name, pattern, status }).toEqual({ name, pattern, status: due });
    }
  }
});

test("the API answers everyone as its rows say, of incidents in every state", async () => {
  await everyone();
  for (const name of NAMES) {
    const { client } = someone(name);
    for (const state of STATES) {
      const found: Record<string, number> = {};
      const due: Record<string, number> = {};
      for (const [line, row] of Object.entries(API)) {
        if (line === "POST /incidents" && state !== "open") continue;
        found[line] = await askApi(line, client, state);
        due[line] = apiAnswer(line, row, someone(name), state);
      }
      expect({ name, state, found }).toEqual({ name, state, found: due });
    }
  }
});

async function askApi(line: string, client: Client | undefined, state: State): Promise<number> {
  const [method = "", path = ""] = line.split(" ");
  const title = `Renamed over the API by ${client?.person.id}`;
  const headers: Record<string, string> = {
    "Idempotency-Key": crypto.randomUUID(),
    "Sec-Fetch-Site": "same-origin",
  };
  if (client !== undefined) headers.Authorization = `Bearer ${client.token}`;
  const address = `/api/v1${addressOf(path, state, API[line]?.query)}`;
  if (method === "GET") return (await server.ask(address, { headers })).status;
  if (path.endsWith("/evidence")) {
    return (await server.ask(address, { method, headers, body: evidence() })).status;
  }
  headers["Content-Type"] = "application/json";
  const body = JSON.stringify(path === "/incidents" ? { title } : { kind: "set-title", title });
  return (await server.ask(address, { method, headers, body })).status;
}

/** What is asked by POST alone. */
const NOT_READ: ReadonlySet<string> = new Set(["/drafts", "/language", "/i/:ref/queued"]);

function evidence(): FormData {
  const form = new FormData();
  form.set("value", "x");
  form.append("file", new Blob(["row"]), "rows.csv");
  return form;
}

function apiAnswer(line: string, row: Row, who: Someone, state: State): number {
  if (who.role === "nobody") return 401;
  if (line === "POST /incidents") return readAnswer({ ...row, answer: 201 }, who, state);
  if (row.act === undefined) return readAnswer(row, who, state);
  // A supplier attaches evidence; a title is the team's.
  const hands = line.endsWith("/evidence") && who.holds === "supplier";
  const status = hands ? (state === "closed" ? 422 : 303) : actAnswer(who, state);
  return status === 303 ? (line.endsWith("/evidence") ? 201 : 200) : status;
}
