import type { IncidentRef, UserId } from "#app/core/shared/ids.ts";
import { actorOf, type SignedIn, stillSignedIn } from "../auth/session.ts";
import type { House } from "../house.server.ts";
import { instantOf } from "../log/clock.ts";
import { incidentFor } from "../visibility.ts";
import { changedSince } from "./board-changes.ts";
import { EventStream } from "./event-stream.ts";

// Open pages that hear of an incident, or of all that are shown to their reader. What travels is a number (the size of
// the log; on the board, how many incidents have changed) and the ids of who looks at the incident now: never a text.
// Whoever may not see the incident any more, or is signed out, hears nothing further.

/** A page notices within two of these that it hears nothing any more. */
const BEAT_MS = 2000;
/** How often all open streams together are held against sign-ins and access. */
const LOOK_EVERY_MS = 5000;
/** People come and go in bursts, a reload being both. */
const GATHER_MS = 150;
/** Of one sign-in; a browser holds one for each page that is in sight. */
const STREAMS_MAX = 20;

interface Listener {
  readonly place: IncidentPlace | BoardPlace;
  readonly stream: EventStream;
  stop: () => void;
  signedIn: SignedIn;
  /** What was last said, or is about to be. */
  size: number;
}

interface IncidentPlace {
  readonly ref: IncidentRef;
}

interface BoardPlace {
  readonly ref?: undefined;
  /** The page was made then. */
  readonly since: number;
}

export class LiveStreams {
  readonly #house: House;
  readonly #listeners = new Set<Listener>();
  readonly #comings = new Map<IncidentRef, NodeJS.Timeout>();
  #beating: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(house: House) {
    this.#house = house;
  }

  /** People who have the incident open in front of them. */
  here(ref: IncidentRef): readonly UserId[] {
    const ids = new Set<UserId>();
    for (const listener of this.#listeners)
      if (listener.place.ref === ref) ids.add(listener.signedIn.person.id);
    return [...ids].sort();
  }

  /** Opens a stream for someone who may see the incident. It begins with the size of the log now. */
  open(signedIn: SignedIn, ref: IncidentRef, origin: string, size: number, signal: AbortSignal): Response {
    const listener = this.#begin(signedIn, { ref }, size, signal);
    listener.stop = this.#house.growth.listen(origin, () => void this.#tell(listener));
    this.#say(listener);
    this.#peopleChanged(ref);
    return listener.stream.response();
  }

  /** Opens a stream for the board that was made at this mark of `Growth`. It begins with what has changed since. */
  async openBoard(signedIn: SignedIn, since: number, signal: AbortSignal): Promise<Response> {
    const { growth, store } = this.#house;
    const listener = this.#begin(signedIn, { since }, 0, signal);
    const heard = () => void this.#tellBoard(listener, since);
    const stop = await store.snapshot((reads) => growth.listenToAll(reads, heard));
    if (this.#listeners.has(listener)) listener.stop = stop;
    else stop();
    listener.size = await changedSince(this.#house, actorOf(signedIn), since);
    this.#say(listener);
    return listener.stream.response();
  }

  #begin(signedIn: SignedIn, place: Listener["place"], size: number, signal: AbortSignal): Listener {
    const stream = new EventStream(() => this.#left(listener));
    const listener: Listener = { place, stream, signedIn, size, stop: () => {} };
    this.#listeners.add(listener);
    this.#endOldest(signedIn);
    signal.addEventListener("abort", () => stream.end(), { once: true });
    this.#beating ??= setInterval(() => this.#beat(), BEAT_MS);
    this.#looking ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    return listener;
  }

  /** For a server that stops: streams never end by themselves. */
  close(): void {
    for (const { stream } of this.#listeners) stream.end();
  }

  #say({ place: { ref }, stream, size }: Listener): void {
    const now = Math.floor(this.#house.clock().wall);
    const here = ref === undefined ? [] : this.here(ref);
    stream.say({ id: size, event: "state", data: { size, here, now } });
  }

  /** Nothing is said where nothing changed that is shown to them: that something happened would be told by it. */
  async #tellBoard(listener: Listener, since: number): Promise<void> {
    try {
      const size = await changedSince(this.#house, actorOf(listener.signedIn), since);
      if (size === listener.size) return;
      listener.size = size;
      this.#say(listener);
    } catch (error) {
      this.#house.report(error);
    }
  }

  async #tell(listener: Listener): Promise<void> {
    try {
      if (await this.#isStillLetIn(listener)) this.#say(listener);
    } catch (error) {
      this.#house.report(error);
    }
  }

  /** Learns the size of the log, or ends the stream of someone who may not see it any more. */
  async #isStillLetIn(listener: Listener): Promise<boolean> {
    const { ref } = listener.place;
    if (ref === undefined) return true;
    const incident = await incidentFor(this.#house, actorOf(listener.signedIn), ref);
    if (incident === undefined) {
      listener.stream.end("no-access");
      return false;
    }
    listener.size = incident.size;
    return true;
  }

  #beat(): void {
    for (const { stream } of this.#listeners) stream.beat();
  }

  /** One look for all of them: sign-ins end by time, by hand, and with the person who is deactivated. */
  async look(): Promise<void> {
    const house = this.#house;
    try {
      const at = instantOf(house.clock());
      const found = await house.store.snapshot(async (reads) => {
        const bySession = new Map<string, SignedIn | undefined>();
        for (const { signedIn } of this.#listeners) {
          const key = keyOf(signedIn);
          if (!bySession.has(key)) bySession.set(key, await stillSignedIn(reads, signedIn.session.hash, at));
        }
        return bySession;
      });
      for (const listener of [...this.#listeners]) {
        const key = keyOf(listener.signedIn);
        if (!found.has(key)) continue;
        const signedIn = found.get(key);
        if (signedIn === undefined) listener.stream.end("signed-out");
        else {
          listener.signedIn = signedIn;
          await this.#isStillLetIn(listener);
        }
      }
    } catch (error) {
      house.report(error);
    }
  }

  #endOldest(signedIn: SignedIn): void {
    const key = keyOf(signedIn);
    const own = [...this.#listeners].filter((listener) => keyOf(listener.signedIn) === key);
    for (const { stream } of own.slice(0, -STREAMS_MAX)) stream.end("too-many");
  }

  #left(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return;
    listener.stop();
    if (listener.place.ref !== undefined) this.#peopleChanged(listener.place.ref);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#beating);
    clearInterval(this.#looking);
    this.#beating = undefined;
    this.#looking = undefined;
  }

  #peopleChanged(ref: IncidentRef): void {
    if (this.#comings.has(ref)) return;
    const timer = setTimeout(() => {
      this.#comings.delete(ref);
      for (const listener of this.#listeners) if (listener.place.ref === ref) this.#say(listener);
    }, GATHER_MS);
    timer.unref();
    this.#comings.set(ref, timer);
  }
}

function keyOf({ session }: SignedIn): string {
  return Buffer.from(session.hash).toString("base64");
}
