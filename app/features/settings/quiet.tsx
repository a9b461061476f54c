/** For `<quiet>` in a message: words that are read aloud, where sight tells them already. */
export function quiet(words: React.ReactNode) {
  return <span className="sr">{words}</span>;
}
