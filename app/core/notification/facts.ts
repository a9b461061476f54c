import { z } from "zod";
import { parseInstant } from "#app/core/shared/instant.ts";
import { overridesSchema } from "./calendar.ts";
import { CLOCK_NAMES, type ClockName } from "./clocks.ts";
import { customRuleSchema } from "./custom-rule.ts";

// The vocabulary of facts about one incident. A fact that is absent is unknown; `null` at the door means the same.

/** A moment with its offset, as someone wrote it. */
const moment = z.string().refine((text) => parseInstant(text) !== undefined);
/** A moment for each clock. */
const clocks = Object.fromEntries(CLOCK_NAMES.map((name) => [name, moment])) as Record<
  ClockName,
  typeof moment
>; // one for each name
const count = z.int().nonnegative();
const yes = z.boolean();

/** `false` and `none` say that it is known not to be so. */
function kind<const T extends readonly [string, ...string[]]>(values: T) {
  return z.union([z.enum([...values, "none"]), z.literal(false)]);
}

const DATA_CATEGORIES = [
  "name",
  "contact",
  "date-of-birth",
  "ssn",
  "driver-license",
  "passport",
  "tax-id",
  "official-id",
  "financial",
  "financial-account",
  "payment-card",
  "credentials",
  "health",
  "health-insurance",
  "biometric",
  "genetic",
  "location",
  "communications",
  "children",
  "elderly",
  "criminal",
  "ethnicity",
  "politics",
  "religion",
  "trade-union",
  "sexuality",
  "professional-secrecy",
  "employment",
  "education",
  "other",
] as const;

/** Sectors that switch regimes; others are written as they are called. */
export const SECTORS = [
  "law-enforcement",
  "eu-institution",
  "ecomms",
  "manufacturer",
  "finance",
  "health",
  "public",
  "municipality",
  "defence",
  "education",
  "energy",
  "transport",
  "water",
  "digital",
  "retail",
  "other",
] as const;

export const holdKinds = ["law-enforcement-oral", "law-enforcement-written", "national-security"] as const;

const hold = z.strictObject({
  regimeId: z.string().min(1),
  kind: z.enum(holdKinds),
  statementAt: moment,
  until: moment.nullish(),
  /** Who asked. */
  by: z.string().min(1).exactOptional(),
});
export type Hold = z.infer<typeof hold>;

export const factsSchema = z
  .strictObject({
    jurisdictions: z.array(z.string()),
    /** People affected, by jurisdiction; null where nobody knows yet. */
    affected: z.record(z.string(), count.nullable()),
    role: z.enum(["controller", "processor"]),
    sector: z.string().min(1),
    dataCategories: z.array(z.enum(DATA_CATEGORIES)),
    riskToIndividuals: z.enum(["none", "unlikely", "risk", "high"]),
    encryption: z.enum(["none", "intact-key-safe", "key-compromised", "unknown"]),
    backupAvailable: yes,
    breachTypes: z.array(z.enum(["confidentiality", "integrity", "availability"])),
    improperPurpose: yes,
    externalUnauthorizedAccess: yes,
    largeScale: yes,
    significantIncident: yes,
    clientsFinanciallyAffected: yes,
    ongoingAtFinal: yes,
    informationComplete: yes,
    ransomPaid: yes,
    lossCNY: z.number().nonnegative(),

    establishedInEU: yes,
    representative: yes,
    smallAgent: yes,
    publicBody: yes,
    annualTurnoverAUD: z.number().nonnegative(),

    nis2: kind(["essential", "important"]),
    trustServiceProvider: kind(["qualified", "non-qualified"]),
    doraEntity: z.union([
      yes,
      kind([
        "credit-institution",
        "central-counterparty",
        "trading-venue",
        "insurance",
        "investment-firm",
        "payment-institution",
        "other",
      ]),
    ]),
    craEvent: kind(["vulnerability", "incident", "both"]),
    cerCriticalEntity: yes,
    ukNis: yes,
    swissCriticalInfrastructure: yes,
    usListed: z.union([yes, z.enum(["domestic", "foreign-private-issuer", "none"])]),
    hipaa: kind(["covered-entity", "business-associate"]),
    ftcHbnr: z.union([yes, kind(["vendor", "service-provider"])]),
    glba: yes,
    regSP: z.union([yes, kind(["institution", "service-provider"])]),
    bankingOrganization: z.union([yes, kind(["bank", "service-provider"])]),
    ncua: yes,
    nydfs: yes,
    dfars: yes,
    circiaCoveredEntity: yes,
    fccCarrier: yes,
    caClinic: yes,
    osfi: yes,
    cnOperator: kind(["cii", "central-state-organ", "other"]),
    cnNationalSecurityFlaw: yes,
    soci: z.union([yes, kind(["significant", "relevant"])]),
    apra: z.union([yes, kind(["incident", "control-weakness"])]),
    hkCiOperator: yes,
    hkSerious: yes,
    krNetworkProvider: yes,
    cl21663: z.union([yes, kind(["oiv", "essential-service"])]),
    essentialServiceAffected: yes,

    entityTimezone: z.string().min(1),
    authorityTimezone: z.string().min(1),
    calendarOverrides: overridesSchema,
    customRules: z.array(customRuleSchema).max(2000),

    ...clocks,
    /** When a stage was sent, by `regime:stage`. */
    submitted: z.record(z.string().regex(/^[a-z0-9.-]+:[a-z0-9.-]+$/), moment),
    holds: z.array(hold),
    /** The moment from which `late` is seen. */
    now: moment,
  })
  .partial();

export type Facts = Readonly<z.infer<typeof factsSchema>>;
export type FactName = keyof Facts;

export const FACT_NAMES: readonly string[] = Object.keys(factsSchema.shape);
