import { nearest } from "#app/core/shared/nearest.ts";

// Where people are affected or an organisation is bound: a code, its zone, and the calendar its authority keeps.
// A code's parts nest: EU-DE-BY lies in EU-DE, EU-DE in EU.

export interface Place {
  readonly code: string;
  /** IANA name of the zone in which an authority there counts days. */
  readonly zone: string;
  /** The pinned calendar of its public holidays, where one is kept. */
  readonly calendar?: string;
}

/** Member States and the three EEA states, `XX zone`. */
const EU_ZONES = `AT Vienna,BE Brussels,BG Sofia,CY Nicosia,CZ Prague,DE Berlin,DK Copenhagen,EE Tallinn,ES Madrid,
FI Helsinki,FR Paris,GR Athens,HR Zagreb,HU Budapest,IE Dublin,IT Rome,LT Vilnius,LU Luxembourg,LV Riga,MT Malta,
NL Amsterdam,PL Warsaw,PT Lisbon,RO Bucharest,SE Stockholm,SI Ljubljana,SK Bratislava,LI Vaduz,NO Oslo`;

const LAENDER = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH";

/** Each State's main zone; the others are New York's. */
const US_ZONES: Readonly<Record<string, string>> = {
  "America/New_York": "CT DC DE FL GA KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
  "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
  "America/Denver": "CO ID MT NM UT WY",
  "America/Los_Angeles": "CA NV OR WA",
  "America/Phoenix": "AZ",
  "America/Indiana/Indianapolis": "IN",
  "America/Anchorage": "AK",
  "Pacific/Honolulu": "HI",
  "America/Puerto_Rico": "PR VI",
  "Pacific/Guam": "GU",
};

const CANADA: Readonly<Record<string, string>> = {
  "America/Toronto": "ON QC",
  "America/Edmonton": "AB NT",
  "America/Vancouver": "BC",
  "America/Winnipeg": "MB NU",
  "America/Regina": "SK",
  "America/Halifax": "NB NS PE",
  "America/St_Johns": "NL",
  "America/Whitehorse": "YT",
};

const COUNTRIES: Readonly<Record<string, readonly [zone: string, calendar?: string]>> = {
  // The Member State is not known: the zone in which a day ends first.
  EU: ["Europe/Athens"],
  "EU-INST": ["Europe/Brussels", "be"],
  "EU-IS": ["Atlantic/Reykjavik", "is"],
  UK: ["Europe/London", "gb-eng"],
  CH: ["Europe/Zurich"],
  US: ["America/New_York", "us-federal"],
  CA: ["America/Toronto"],
  BR: ["America/Sao_Paulo", "br-national"],
  CL: ["America/Santiago"],
  CO: ["America/Bogota", "co"],
  UY: ["America/Montevideo"],
  MX: ["America/Mexico_City"],
  AR: ["America/Argentina/Buenos_Aires"],
  CN: ["Asia/Shanghai"],
  HK: ["Asia/Hong_Kong"],
  JP: ["Asia/Tokyo", "jp-gov"],
  KR: ["Asia/Seoul"],
  SG: ["Asia/Singapore"],
  AU: ["Australia/Sydney", "au-national"],
  NZ: ["Pacific/Auckland"],
  IN: ["Asia/Kolkata"],
  MY: ["Asia/Kuala_Lumpur"],
  TH: ["Asia/Bangkok"],
  ID: ["Asia/Jakarta"],
  VN: ["Asia/Ho_Chi_Minh"],
  PH: ["Asia/Manila"],
  TR: ["Europe/Istanbul"],
  SA: ["Asia/Riyadh"],
  AE: ["Asia/Dubai"],
  "AE-DIFC": ["Asia/Dubai"],
  "AE-ADGM": ["Asia/Dubai"],
  ZA: ["Africa/Johannesburg"],
  KE: ["Africa/Nairobi"],
  NG: ["Africa/Lagos"],
  IL: ["Asia/Jerusalem"],
  RU: ["Europe/Moscow"],
};

function placesIn(prefix: string, zones: Readonly<Record<string, string>>, calendar?: string): Place[] {
  return Object.entries(zones).flatMap(([zone, codes]) =>
    codes
      .split(" ")
      .map((code) => ({ code: `${prefix}-${code}`, zone, ...(calendar === undefined ? {} : { calendar }) })),
  );
}

const PLACES: ReadonlyMap<string, Place> = new Map(
  [
    ...Object.entries(COUNTRIES).map(([code, [zone, calendar]]) => ({
      code,
      zone,
      ...(calendar === undefined ? {} : { calendar }),
    })),
    ...EU_ZONES.split(/,\s*/).map((row) => {
      const [code = "", city = ""] = row.split(" ");
      return { code: `EU-${code}`, zone: zoneOfCity(city), calendar: code.toLowerCase() };
    }),
    ...LAENDER.split(" ").map((land) => ({
      code: `EU-DE-${land}`,
      zone: "Europe/Berlin",
      calendar: `de-${land.toLowerCase()}`,
    })),
    ...placesIn("US", US_ZONES, "us-federal"),
    ...placesIn("CA", CANADA),
  ].map((place) => [place.code, place]),
);

function zoneOfCity(city: string): string {
  return city === "Nicosia" ? "Asia/Nicosia" : `Europe/${city}`;
}

export function placeOf(code: string): Place | undefined {
  return PLACES.get(code);
}

/** The code that was probably meant. */
export function nearestPlace(code: string): string | undefined {
  return nearest(code, PLACES.keys());
}

/** Whether `code` is `area` or lies in it. */
export function liesIn(code: string, area: string): boolean {
  return code === area || code.startsWith(`${area}-`);
}

/** The places that lie in no other place of the list: EU-DE gives way to EU-DE-BY. */
export function narrowest(codes: readonly string[]): readonly string[] {
  return codes.filter((code) => !codes.some((other) => other !== code && liesIn(other, code)));
}
