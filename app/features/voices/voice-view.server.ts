import type { AnyText } from "#app/content/messages/keys.ts";
import type { Incident, Voice } from "#app/core/incident/incident.ts";
import { nameOf } from "#app/core/incident/summary.ts";

/** Pressure, or disagreement, as it is shown wherever it belongs. */
export interface VoiceView {
  readonly seq: number;
  readonly at: string;
  /** Who put it on record. */
  readonly by: string;
  readonly words: string;
  readonly said:
    | { readonly kind: "pressure"; readonly from: string; readonly authority: string | undefined }
    | { readonly kind: "dissent"; readonly about: number };
}

/** Newest first. */
export function voiceViews(
  incident: Incident,
  text: AnyText,
  chosen: (voice: Voice) => boolean = () => true,
): readonly VoiceView[] {
  return incident.voices
    .filter(chosen)
    .map((voice) => voiceView(incident, voice, text))
    .reverse();
}

function voiceView(incident: Incident, voice: Voice, text: AnyText): VoiceView {
  const erased = text("incidents.erased");
  const { seq, at } = voice;
  const by = nameOf(incident, voice.by);
  if (voice.kind === "dissent") {
    return { seq, at, by, words: voice.because ?? erased, said: { kind: "dissent", about: voice.about } };
  }
  const { from = erased, authority, words = erased } = voice;
  return { seq, at, by, words, said: { kind: "pressure", from, authority } };
}
