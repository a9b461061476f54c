/** Every page of an incident and of the desk, by its address; `room` is the address of an incident's room. */
export const PAGES: readonly (readonly [name: string, path: (room: string) => string])[] = [
  ["board", () => "/incidents"],
  ["declare", () => "/incidents/new"],
  ["settings", () => "/settings"],
  ["account", () => "/settings/account"],
  ["language and time", () => "/settings/reading"],
  ["password", () => "/settings/account/password"],
  ["accounts", () => "/settings/people"],
  ["break-glass", () => "/settings/break-glass"],
  ["log key", () => "/settings/log-key"],
  ["installation log", () => "/settings/log"],
  ["devices", () => "/settings/devices"],
  ["room", (room) => room],
  ["step", (room) => `${room}/steps/r1.key.more`],
  ["decision", (room) => `${room}/steps/r1.D.used`],
  ["plan", (room) => `${room}/plan`],
  ["facts", (room) => `${room}/facts`],
  ["approvals", (room) => `${room}/approvals`],
  ["team", (room) => `${room}/people`],
  ["voices", (room) => `${room}/voices`],
  ["close", (room) => `${room}/close`],
  ["erasure", (room) => `${room}/log/0/erase`],
  ["litigation hold", (room) => `${room}/hold`],
  ["more", (room) => `${room}/more`],
  ["log", (room) => `${room}/log`],
  ["correction", (room) => `${room}/log/0/correct`],
  ["verify", (room) => `${room}/verify`],
  ["export", (room) => `${room}/export`],
  ["nowhere", (room) => `${room}/steps/nowhere`],
];

/** How every page is looked at: wide and light, narrow and dark. */
export const LOOKS = [
  { colorScheme: "light", width: 1440, height: 900 },
  { colorScheme: "dark", width: 360, height: 740 },
] as const;
