import { newSecret } from "./secret.ts";

// A form that arrives after its sender's sign-in has ended. Nobody is known to have sent it, so nothing of it is
// written anywhere: it waits in memory, and only so much of it as nobody can make a burden of.

const KEPT_MS = 15 * 60 * 1000;
/** In characters; a note of three hundred pages fits. */
const LONGEST = 512 * 1024;
const MOST_BY_ADDRESS = 20;
const MOST = 200;

interface Parked {
  readonly address: string;
  readonly values: Readonly<Record<string, string>>;
  readonly until: number;
}

export class ParkedForms {
  readonly #forms = new Map<string, Parked>();

  /** Answers the secret that gives it back; undefined when it is too long to wait here. Times are milliseconds. */
  park(values: Readonly<Record<string, string>>, address: string, now: number): string | undefined {
    if (JSON.stringify(values).length > LONGEST) return undefined;
    this.#forget(address, now);
    const secret = newSecret();
    this.#forms.set(secret, { address, values, until: now + KEPT_MS });
    return secret;
  }

  /** What was parked; again and again until its time is over, since a page may be reloaded. */
  get(secret: string, now: number): Readonly<Record<string, string>> | undefined {
    const parked = this.#forms.get(secret);
    return parked !== undefined && now < parked.until ? parked.values : undefined;
  }

  /** Makes room: what is too old, then the oldest of whoever sends the most, then the oldest. */
  #forget(address: string, now: number): void {
    for (const [secret, { until }] of this.#forms) if (now >= until) this.#forms.delete(secret);
    const own = [...this.#forms].filter(([, parked]) => parked.address === address);
    for (const [secret] of own.slice(0, Math.max(0, own.length - MOST_BY_ADDRESS + 1)))
      this.#forms.delete(secret);
    for (const secret of this.#forms.keys()) {
      if (this.#forms.size < MOST) break;
      this.#forms.delete(secret);
    }
  }
}
