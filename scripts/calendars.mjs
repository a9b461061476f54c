// Writes app/content/calendars/*.json: the days on which authorities are closed, for the years below, from the rules
// of each place. A list is pinned: run this when a law changes a holiday, and look at what git shows.
// Left out on purpose are days that hold in parts of a place only, or that offices merely use to close early: a
// missing holiday ends a limit sooner, a wrong one later.
import { mkdirSync, writeFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";

const YEARS = [2024, 2032];
const VERSION = "2026-11-24";

// MMDD is a date, MMDD@YYYY from that year on, MMDD!YYYY until before it, YYYYMMDD that one day, MMDD! one that no
// weekend moves; M and m before a date move it, or add a day, to Monday; E and O are Easter Sunday in the western and in the orthodox reckoning, with days added;
// `1mon2` is the first Monday of February, `-1mon5` the last of May; `sat0620` the Saturday on or after 20 June.
const NAMES = {
  "0101": "New Year's Day",
  "0106": "Epiphany",
  "E-3": "Maundy Thursday",
  "E-2": "Good Friday",
  E: "Easter Sunday",
  "E+1": "Easter Monday",
  "E+39": "Ascension Day",
  "E+49": "Whit Sunday",
  "E+50": "Whit Monday",
  "E+60": "Corpus Christi",
  "O-48": "Clean Monday",
  "O-2": "Orthodox Good Friday",
  "O-1": "Orthodox Holy Saturday",
  O: "Orthodox Easter Sunday",
  "O+1": "Orthodox Easter Monday",
  "O+49": "Orthodox Whit Sunday",
  "O+50": "Orthodox Whit Monday",
  "0501": "Labour Day",
  "0508": "Victory Day",
  "0815": "Assumption Day",
  1031: "Reformation Day",
  1101: "All Saints' Day",
  1208: "Immaculate Conception",
  1224: "Christmas Eve",
  1225: "Christmas Day",
  1226: "Second Day of Christmas",
};

const GERMANY = "0101 E-2 E+1 0501 E+39 E+50 1003=German_Unity 1225 1226";
const SAINTS = "sat1031=All_Saints'_Day";

/** id: [name, rules, how days at a weekend are made up for, source] */
const PLACES = {
  at: ["Austria", "0101 0106 E+1 0501 E+39 E+50 E+60 0815 1026=National_Day 1101 1208 1225 1226"],
  be: ["Belgium", "0101 E+1 0501 E+39 E+50 0721=National_Day 0815 1101 1111=Armistice_Day 1225"],
  bg: [
    "Bulgaria",
    "0101 0303=Liberation_Day O-2 O-1 O O+1 0501 0506=Saint_George's_Day 0524=Day_of_Education 0906=Unification_Day 0922=Independence_Day 1224 1225 1226",
    "next-workday",
  ],
  cy: [
    "Cyprus",
    "0101 0106 O-48 0325=Greek_Independence_Day 0401=National_Day O-2 O O+1 0501 O+50 0815 1001=Independence_Day 1028=Ohi_Day 1225 1226",
  ],
  cz: [
    "Czechia",
    "0101 E-2 E+1 0501 0508 0705=Cyril_and_Methodius 0706=Jan_Hus_Day 0928=Statehood_Day 1028=Independence_Day 1117=Freedom_Day 1224 1225 1226",
  ],
  de: ["Germany", GERMANY],
  "de-bb": ["Brandenburg", `${GERMANY} E E+49 1031`],
  "de-be": ["Berlin", `${GERMANY} 0308=Women's_Day 20250508=Liberation_Day 20280617=Uprising_of_1953`],
  "de-bw": ["Baden-Württemberg", `${GERMANY} 0106 E+60 1101`],
  "de-by": ["Bavaria", `${GERMANY} 0106 E+60 1101`],
  "de-hb": ["Bremen", `${GERMANY} 1031`],
  "de-he": ["Hesse", `${GERMANY} E+60`],
  "de-hh": ["Hamburg", `${GERMANY} 1031`],
  "de-mv": ["Mecklenburg-Western Pomerania", `${GERMANY} 0308=Women's_Day 1031`],
  "de-ni": ["Lower Saxony", `${GERMANY} 1031`],
  "de-nw": ["North Rhine-Westphalia", `${GERMANY} E+60 1101`],
  "de-rp": ["Rhineland-Palatinate", `${GERMANY} E+60 1101`],
  "de-sh": ["Schleswig-Holstein", `${GERMANY} 1031`],
  "de-sl": ["Saarland", `${GERMANY} E+60 0815 1101`],
  "de-sn": ["Saxony", `${GERMANY} 1031 wed1116=Repentance_Day`],
  "de-st": ["Saxony-Anhalt", `${GERMANY} 0106 1031`],
  "de-th": ["Thuringia", `${GERMANY} 0920=Children's_Day 1031`],
  dk: ["Denmark", "0101 E-3 E-2 E E+1 E+39 E+49 E+50 1225 1226"],
  ee: [
    "Estonia",
    "0101 0224=Independence_Day E-2 E 0501 E+49 0623=Victory_Day 0624=Midsummer_Day 0820=Restoration_of_Independence 1224 1225 1226",
  ],
  es: [
    "Spain (whole country)",
    "0101 0106 E-2 0501 0815 1012=National_Day 1101 1206=Constitution_Day 1208 1225",
  ],
  fi: [
    "Finland",
    `0101 0106 E-2 E E+1 0501 E+39 E+49 sat0620=Midsummer_Day ${SAINTS} 1206=Independence_Day 1225 1226`,
  ],
  fr: ["France", "0101 E+1 0501 0508 E+39 E+50 0714=National_Day 0815 1101 1111=Armistice_Day 1225"],
  gr: ["Greece", "0101 0106 O-48 0325=Independence_Day O-2 O O+1 0501 O+50 0815 1028=Ohi_Day 1225 1226"],
  hr: [
    "Croatia",
    "0101 0106 E E+1 0501 0530=Statehood_Day E+60 0622=Antifascist_Day 0805=Victory_Day 0815 1101 1118=Remembrance_Day 1225 1226",
  ],
  hu: [
    "Hungary",
    "0101 0315=National_Day E-2 E E+1 0501 E+49 E+50 0820=State_Day 1023=National_Day 1101 1225 1226",
  ],
  ie: [
    "Ireland",
    "0101 brigid=Saint_Brigid's_Day 0317=Saint_Patrick's_Day E+1 1mon5=May_Day 1mon6=June_Holiday 1mon8=August_Holiday -1mon10=October_Holiday 1225 1226",
  ],
  is: [
    "Iceland",
    "0101 E-3 E-2 E E+1 thu0419=First_Day_of_Summer 0501 E+39 E+49 E+50 0617=National_Day 1mon8=Commerce_Day 1225 1226",
  ],
  it: [
    "Italy",
    "0101 0106 E E+1 0425=Liberation_Day 0501 0602=Republic_Day 0815 1004@2026=Saint_Francis 1101 1208 1225 1226",
  ],
  li: ["Liechtenstein", "0101 0106 E+1 0501 E+39 E+50 E+60 0815 0908=Nativity_of_Mary 1101 1208 1225 1226"],
  lt: [
    "Lithuania",
    "0101 0216=State_Day 0311=Independence_Day E E+1 0501 0624=Saint_John's_Day 0706=Statehood_Day 0815 1101 1102=All_Souls'_Day 1224 1225 1226",
  ],
  lu: ["Luxembourg", "0101 E+1 0501 0509=Europe_Day E+39 E+50 0623=National_Day 0815 1101 1225 1226"],
  lv: [
    "Latvia",
    "0101 E-2 E E+1 0501 m0504=Independence_Day E+49 0623=Midsummer_Eve 0624=Midsummer_Day m1118=Proclamation_Day 1224 1225 1226 1231=New_Year's_Eve",
  ],
  mt: [
    "Malta",
    "0101 0210=Saint_Paul's_Shipwreck 0319=Saint_Joseph's_Day 0331=Freedom_Day E-2 0501 0607=Sette_Giugno 0629=Saints_Peter_and_Paul 0815 0908=Victory_Day 0921=Independence_Day 1208 1213=Republic_Day 1225",
  ],
  nl: ["Netherlands", "0101 E E+1 king=King's_Day E+39 E+49 E+50 1225 1226"],
  no: ["Norway", "0101 E-3 E-2 E E+1 0501 0517=Constitution_Day E+39 E+49 E+50 1225 1226"],
  pl: [
    "Poland",
    "0101 0106 E E+1 0501 0503=Constitution_Day E+49 E+60 0815 1101 1111=Independence_Day 1224@2025 1225 1226",
  ],
  pt: [
    "Portugal",
    "0101 E-2 E 0425=Freedom_Day 0501 E+60 0610=Portugal_Day 0815 1005=Republic_Day 1101 1201=Restoration_Day 1208 1225",
  ],
  ro: [
    "Romania",
    "0101 0102=New_Year 0106 0107=Saint_John 0124=Unification_Day O-2 O O+1 0501 0601=Children's_Day O+49 O+50 0815 1130=Saint_Andrew's_Day 1201=National_Day 1225 1226",
  ],
  se: [
    "Sweden",
    `0101 0106 E-2 E E+1 0501 E+39 E+49 0606=National_Day sat0620=Midsummer_Day ${SAINTS} 1225 1226`,
  ],
  si: [
    "Slovenia",
    "0101 0102=New_Year 0208=Culture_Day E E+1 0427=Resistance_Day 0501 0502=Labour_Day E+49 0625=Statehood_Day 0815 1031 1101 1225 1226=Independence_and_Unity_Day",
  ],
  sk: [
    "Slovakia",
    "0101 0106 E-2 E+1 0501 0508!2026 0705=Cyril_and_Methodius 0829=Uprising_Day 0915!2026=Our_Lady_of_Sorrows 1101 1117!2025=Freedom_Day 1224 1225 1226",
  ],
  "gb-eng": [
    "England and Wales",
    "0101 E-2 E+1 1mon5=Early_May_Holiday -1mon5=Spring_Holiday -1mon8=Summer_Holiday 1225 1226=Boxing_Day",
    "next-monday",
  ],
  "us-federal": [
    "US federal government",
    "0101 3mon1=Martin_Luther_King_Day 3mon2=Washington's_Birthday -1mon5=Memorial_Day 0619=Juneteenth 0704=Independence_Day 1mon9=Labor_Day 2mon10=Columbus_Day 1111=Veterans_Day 4thu11=Thanksgiving 1225",
    "nearest-weekday",
  ],
  "us-vt": [
    "Vermont",
    "0101 3mon1=Martin_Luther_King_Day 3mon2=Washington's_Birthday 1tue3=Town_Meeting_Day -1mon5=Memorial_Day 0619=Juneteenth 0704=Independence_Day 1mon9=Labor_Day 2mon10=Columbus_Day 1111=Veterans_Day 4thu11=Thanksgiving 1225",
    "nearest-weekday",
  ],
  "br-national": [
    "Brazil (national, by statute)",
    "0101 E-2 0421=Tiradentes 0501 0907=Independence_Day 1012=Our_Lady_Aparecida 1102=All_Souls'_Day 1115=Republic_Day 1120=Black_Consciousness_Day 1225",
  ],
  co: [
    "Colombia",
    "0101 M0106 M0319=Saint_Joseph's_Day E-3 E-2 0501 E+43=Ascension_Day E+64=Corpus_Christi E+71=Sacred_Heart M0629=Saints_Peter_and_Paul 0720=Independence_Day 0807=Battle_of_Boyaca M0815 M1012=Day_of_Diversity M1101 M1111=Independence_of_Cartagena 1208 1225",
  ],
  "au-national": [
    "Australia (whole country)",
    "0101 0126=Australia_Day E-2 E+1 0425!=Anzac_Day 1225 1226=Boxing_Day",
    "next-monday",
  ],
  "jp-gov": [
    "Japanese government offices",
    "0101 2mon1=Coming_of_Age_Day 0211=Foundation_Day 0223=Emperor's_Birthday spring=Vernal_Equinox 0429=Showa_Day 0503=Constitution_Day 0504=Greenery_Day 0505=Children's_Day 3mon7=Marine_Day 0811=Mountain_Day 3mon9=Respect_for_the_Aged_Day autumn=Autumnal_Equinox 2mon10=Sports_Day 1103=Culture_Day 1123=Labour_Thanksgiving_Day",
    "japan",
  ],
};

/** Days of the equinoxes in Japan, as the National Astronomical Observatory foresees them. */
const SPRING = [20, 20, 20, 21, 20, 20, 20, 21, 20];
const AUTUMN = [22, 23, 23, 23, 22, 23, 23, 23, 22];

const WEEKDAYS = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

/** Gregorian Easter (Meeus, Jones, Butcher). */
function westernEaster(year) {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return new Temporal.PlainDate(year, Math.floor(n / 31), (n % 31) + 1);
}

/** Julian Easter (Meeus), moved into the Gregorian calendar: 13 days until 2099. */
function orthodoxEaster(year) {
  const d = (19 * (year % 19) + 15) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const n = d + e + 114;
  return new Temporal.PlainDate(year, Math.floor(n / 31), (n % 31) + 1).add({ days: 13 });
}

function onOrAfter(date, weekday) {
  return date.add({ days: (weekday - date.dayOfWeek + 7) % 7 });
}

function nth(year, n, weekday, month) {
  const first = new Temporal.PlainDate(year, month, 1);
  if (n > 0) return onOrAfter(first, weekday).add({ days: 7 * (n - 1) });
  const next = onOrAfter(first.add({ months: 1 }), weekday);
  return next.add({ days: -7 });
}

const dayOf = (year, text) =>
  new Temporal.PlainDate(year, Number(text.slice(0, 2)), Number(text.slice(2, 4)));

/** How each spelling of a rule is read: what its pattern finds and the year give dates. */
const SPELLINGS = [
  [/^(\d{4})(\d{4})$/, (year, only, day) => (Number(only) === year ? [dayOf(year, day)] : [])],
  [/^(\d{4})@(\d{4})$/, (year, day, from) => (year >= Number(from) ? [dayOf(year, day)] : [])],
  [/^(\d{4})!(\d{4})$/, (year, day, until) => (year < Number(until) ? [dayOf(year, day)] : [])],
  [/^(\d{4})!?$/, (year, day) => [dayOf(year, day)]],
  [/^E([+-]\d+)?$/, (year, days) => [westernEaster(year).add({ days: Number(days ?? 0) })]],
  [/^O([+-]\d+)?$/, (year, days) => [orthodoxEaster(year).add({ days: Number(days ?? 0) })]],
  [
    /^(-?\d)([a-z]{3})(\d+)$/,
    (year, n, weekday, month) => [nth(year, Number(n), WEEKDAYS[weekday], Number(month))],
  ],
  [/^([a-z]{3})(\d{4})$/, (year, weekday, day) => [onOrAfter(dayOf(year, day), WEEKDAYS[weekday])]],
  [/^M(\d{4})$/, (year, day) => [onOrAfter(dayOf(year, day), 1)]],
  [/^m(\d{4})$/, (year, day) => [...new Set([dayOf(year, day), nextWorkday(dayOf(year, day))])]],
  [
    /^brigid$/,
    (year) => (dayOf(year, "0201").dayOfWeek === 5 ? [dayOf(year, "0201")] : [nth(year, 1, 1, 2)]),
  ],
  [/^king$/, (year) => [dayOf(year, dayOf(year, "0427").dayOfWeek === 7 ? "0426" : "0427")]],
  [/^spring$/, (year) => [dayOf(year, `03${SPRING[year - YEARS[0]]}`)]],
  [/^autumn$/, (year) => [dayOf(year, `09${AUTUMN[year - YEARS[0]]}`)]],
];

function nextWorkday(date) {
  return date.dayOfWeek > 5 ? onOrAfter(date, 1) : date;
}

function datesOf(rule, year) {
  for (const [pattern, dates] of SPELLINGS) {
    const found = pattern.exec(rule);
    if (found !== null) return dates(year, ...found.slice(1));
  }
  throw new Error(`no rule ${rule}`);
}

/** A fixed day that a weekend may swallow. */
function isFixed(rule) {
  return /^\d{4}(@\d{4})?$/.test(rule);
}

function madeUp(days, fixed, how) {
  const more = new Map();
  const isFree = (date) => date.dayOfWeek <= 5 && !days.has(date.toString()) && !more.has(date.toString());
  const after = (date) => {
    let day = date.add({ days: 1 });
    while (!isFree(day)) day = day.add({ days: 1 });
    return day;
  };
  for (const [date, name] of fixed) {
    if (how === "nearest-weekday" && date.dayOfWeek === 6)
      more.set(date.subtract({ days: 1 }).toString(), `${name} (observed)`);
    if (how === "nearest-weekday" && date.dayOfWeek === 7)
      more.set(date.add({ days: 1 }).toString(), `${name} (observed)`);
    if ((how === "next-monday" || how === "next-workday") && date.dayOfWeek > 5)
      more.set(after(date).toString(), `${name} (in lieu)`);
  }
  return more;
}

/** Act on National Holidays, art. 3: a Sunday is made up for, a day between two holidays is one. */
function japanese(days) {
  const own = [...days.keys()].sort();
  for (const text of own) {
    const date = Temporal.PlainDate.from(text);
    if (date.dayOfWeek === 7) {
      let day = date.add({ days: 1 });
      while (days.has(day.toString())) day = day.add({ days: 1 });
      days.set(day.toString(), `${days.get(text)} (in lieu)`);
    }
    const between = date.add({ days: 1 });
    if (
      !days.has(between.toString()) &&
      own.includes(date.add({ days: 2 }).toString()) &&
      between.dayOfWeek !== 7
    )
      days.set(between.toString(), "Citizens' Holiday");
  }
  for (let year = YEARS[0]; year <= YEARS[1]; year++) {
    for (const day of ["12-29", "12-30", "12-31"]) days.set(`${year}-${day}`, "Year's end");
    for (const day of ["01-02", "01-03"]) days.set(`${year}-${day}`, "New Year");
  }
}

function calendarOf(id) {
  const [name, rules, how] = PLACES[id];
  const days = new Map();
  const fixed = [];
  // A New Year's Day on a Saturday closes the last day of the year before.
  for (let year = YEARS[0]; year <= YEARS[1] + 1; year++) {
    for (const text of rules.split(" ")) {
      const [rule, own] = text.split("=");
      if (year > YEARS[1] && rule !== "0101") continue;
      const base = rule.replace(/^[Mm](?=\d{4}$)/, "").replace(/[@!].*$/, "");
      const called = own?.replaceAll("_", " ") ?? NAMES[base];
      if (called === undefined) throw new Error(`${id}: ${rule} has no name`);
      for (const date of datesOf(rule, year)) {
        days.set(date.toString(), called);
        if (isFixed(rule)) fixed.push([date, called]);
      }
    }
  }
  for (const [day, called] of madeUp(days, fixed, how)) days.set(day, called);
  if (how === "japan") japanese(days);
  const kept = [...days].filter(([day]) => day <= `${YEARS[1]}-12-31` && day >= `${YEARS[0]}-01-01`).sort();
  return {
    id,
    name,
    version: VERSION,
    source: "the place's own law on public holidays, by the rules in scripts/calendars.mjs",
    years: YEARS,
    days: Object.fromEntries(kept),
  };
}

const folder = new URL("../app/content/calendars/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const id of Object.keys(PLACES)) {
  const text = JSON.stringify(calendarOf(id), null, 2).replace(/\[\s+(\d+),\s+(\d+)\s+\]/, "[$1, $2]");
  writeFileSync(new URL(`${id}.json`, folder), `${text}\n`);
}
