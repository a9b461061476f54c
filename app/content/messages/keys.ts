import type { Text } from "#app/core/shared/text.ts";
import type account from "./en/account.json";
import type act from "./en/act.json";
import type duty from "./en/duty.json";
import type entry from "./en/entry.json";
import type erasure from "./en/erasure.json";
import type frame from "./en/frame.json";
import type handover from "./en/handover.json";
import type incidents from "./en/incidents.json";
import type installation from "./en/installation.json";
import type keys from "./en/keys.json";
import type live from "./en/live.json";
import type log from "./en/log.json";
import type paper from "./en/paper.json";
import type people from "./en/people.json";
import type plan from "./en/plan.json";
import type refusal from "./en/refusal.json";
import type search from "./en/search.json";
import type settings from "./en/settings.json";
import type setup from "./en/setup.json";
import type signIn from "./en/sign-in.json";
import type steps from "./en/steps.json";
import type ui from "./en/ui.json";
import type voices from "./en/voices.json";
import type wall from "./en/wall.json";

// English is the source: what it does not say is no key, and does not compile.

/** What pages say: the browser has these. */
export type PageKey =
  | keyof typeof account
  | keyof typeof act
  | keyof typeof erasure
  | keyof typeof frame
  | keyof typeof incidents
  | keyof typeof live
  | keyof typeof log
  | keyof typeof people
  | keyof typeof plan
  | keyof typeof settings
  | keyof typeof setup
  | keyof typeof signIn
  | keyof typeof steps
  | keyof typeof ui
  | keyof typeof handover
  | keyof typeof keys
  | keyof typeof paper
  | keyof typeof search
  | keyof typeof wall
  | keyof typeof voices;
export type PageText = Text<PageKey>;

/** Everything that is said, also by the server alone. */
export type MessageKey =
  | PageKey
  | keyof typeof duty
  | keyof typeof entry
  | keyof typeof installation
  | keyof typeof refusal;
export type AnyText = Text<MessageKey>;
