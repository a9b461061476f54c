/** A fingerprint in groups of eight. The gaps are drawn, so what is copied has none. */
export function Hash({ hex, bad = false }: { hex: string; bad?: boolean }) {
  const groups = hex.match(/.{1,8}/g) ?? [];
  return (
    <span className={bad ? "hash hash--bad" : "hash"}>
      {groups.map((group, index) => (
        // The same eight digits may come twice: their place is their identity.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}
