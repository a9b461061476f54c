import { Link } from "react-router";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText } from "#app/ui/text.tsx";
import type { VoiceView } from "./voice-view.server.ts";

/** Who asked to hold what back and who disagrees, each in their own words. */
export function VoiceList({ base, voices }: { base: string; voices: readonly VoiceView[] }) {
  return (
    <ul className="tail voices">
      {voices.map((voice) => (
        <li key={voice.seq}>
          <p>
            <VoiceHead base={base} voice={voice} />
          </p>
          <blockquote className="said-text">{voice.words}</blockquote>
        </li>
      ))}
    </ul>
  );
}

function VoiceHead({ base, voice }: { base: string; voice: VoiceView }) {
  const rich = useRichText();
  const { seq, by, said } = voice;
  const entry = (at: number) => (words: React.ReactNode) => (
    <Link to={`${base}/log?at=${at}#e${at}`}>{words}</Link>
  );
  const values = { by, seq: `${seq}`, when: <Moment at={voice.at} /> };
  const tags = { b: (words: React.ReactNode) => <b>{words}</b>, entry: entry(seq) };
  if (said.kind === "dissent") {
    const about = { ...values, about: `${said.about}` };
    return rich("voices.disagrees", about, { ...tags, decision: entry(said.about) });
  }
  const from = { ...values, from: said.from };
  return said.authority === undefined
    ? rich("voices.asked", from, tags)
    : rich("voices.asked-authority", { ...from, authority: said.authority }, tags);
}
