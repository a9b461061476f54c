// Drawn for a 20 by 20 box, stroked; filled parts say so themselves, since no style reaches inside `use`.

const DRAWINGS = {
  brand: (
    <>
      <path d="M3 3h14v14H3z" />
      <path d="M3 12h4l2-5 3 8 2-3h3" />
    </>
  ),
  ring: <circle cx="10" cy="10" r="6.5" />,
  half: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path fill="currentColor" stroke="none" d="M10 3.5a6.5 6.5 0 0 1 0 13z" />
    </>
  ),
  ask: (
    <>
      <circle cx="10" cy="10" r="6.75" />
      <path d="M8 8.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3" />
      <circle fill="currentColor" stroke="none" cx="10" cy="13.6" r="1" />
    </>
  ),
  offline: (
    <>
      <path d="M2.5 7.5c4.5-4 10.5-4 15 0M5.5 11c2.7-2.3 6.3-2.3 9 0" />
      <circle fill="currentColor" stroke="none" cx="10" cy="14.75" r="1.25" />
      <path d="M3.5 16.5 16.5 3.5" />
    </>
  ),
  hold: (
    <path d="M6.25 2.75h7.5M6.25 17.25h7.5M7 2.75c0 4 6 4.5 6 7.25s-6 3.25-6 7.25M13 2.75c0 4-6 4.5-6 7.25s6 3.25 6 7.25" />
  ),
  pause: <path d="M7.5 5v10M12.5 5v10" strokeWidth="2.5" />,
  diamond: <path d="M10 2.75 17.25 10 10 17.25 2.75 10z" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  skip: (
    <>
      <path d="M3 13.5c2-6 8-7.5 13-5" />
      <path d="m12.5 5.5 3.8 3-3 3.7" />
      <path d="M9 15.5h2" strokeWidth="2.5" />
    </>
  ),
  fail: (
    <>
      <rect x="3.5" y="3.5" width="13" height="13" rx="1.5" />
      <path d="m7.25 7.25 5.5 5.5m0-5.5-5.5 5.5" />
    </>
  ),
  later: (
    <>
      <rect x="4.5" y="9" width="11" height="7.5" rx="1.25" />
      <path d="M7 9V6.5a3 3 0 0 1 5.8-1" />
    </>
  ),
  untaken: (
    <>
      <path d="M3.5 15V9.5A3 3 0 0 1 6.5 6.5H16" />
      <path d="m12.8 3.3 3.2 3.2-3.2 3.2" />
      <path d="M8 15h1.5m2.5 0h1.5" />
    </>
  ),
  dial: (
    <>
      <circle cx="10" cy="11" r="6.25" />
      <path d="M10 7.5V11l2.25 1.75M8 2.5h4" />
    </>
  ),
  soon: <path fill="currentColor" stroke="none" d="M10 2.6 18.2 17H1.8z" />,
  over: <path fill="currentColor" stroke="none" d="M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z" />,
  none: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="m5.4 14.6 9.2-9.2" />
    </>
  ),
  live: (
    <>
      <rect fill="currentColor" stroke="none" x="6" y="6" width="8" height="8" rx=".5" />
      <path d="M3 6V3h3M14 3h3v3M17 14v3h-3M6 17H3v-3" />
    </>
  ),
  dead: (
    <>
      <path d="M10 2.25 16.5 4.5v5c0 4-2.7 6.7-6.5 8.25C6.2 16.2 3.5 13.5 3.5 9.5v-5z" />
      <path d="m7 10 2.25 2.25L13.25 8" />
    </>
  ),
  alarm: (
    <>
      <path d="M10 2.25 16.5 4.5v5c0 4-2.7 6.7-6.5 8.25C6.2 16.2 3.5 13.5 3.5 9.5v-5z" />
      <path d="M10 6.25V10.5" strokeWidth="2.25" />
      <circle fill="currentColor" stroke="none" cx="10" cy="13.25" r="1.2" />
    </>
  ),
  now: (
    <>
      <circle cx="10" cy="10" r="6.75" />
      <circle fill="currentColor" stroke="none" cx="10" cy="10" r="2.75" />
    </>
  ),
  tracks: (
    <>
      <path d="M8 5h9M8 10h9M8 15h9" />
      <path d="m2.5 4.75 1.25 1.25L5.75 3.75M2.5 9.75 3.75 11l2-2.25M3 15h2" />
    </>
  ),
  log: (
    <>
      <path d="M5 2.75h10v14.5H5z" />
      <path d="M7.75 6.5h4.5M7.75 10h4.5M7.75 13.5h2.5" />
    </>
  ),
  people: (
    <>
      <circle cx="7.5" cy="7" r="2.75" />
      <path d="M2.5 16c0-3 2-4.75 5-4.75s5 1.75 5 4.75M13 4.6a2.5 2.5 0 0 1 0 4.8M14.5 11.6c2 .6 3 2.2 3 4.4" />
    </>
  ),
  review: <path d="M4 16.5V9.5M8 16.5V5.5M12 16.5v-5M16 16.5V3.5" />,
  more: (
    <>
      <circle fill="currentColor" stroke="none" cx="4" cy="10" r="1.5" />
      <circle fill="currentColor" stroke="none" cx="10" cy="10" r="1.5" />
      <circle fill="currentColor" stroke="none" cx="16" cy="10" r="1.5" />
    </>
  ),
  find: (
    <>
      <circle cx="8.75" cy="8.75" r="5" />
      <path d="m12.75 12.75 4.25 4.25" />
    </>
  ),
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="1.25" />
      <path d="M13 4.5V3.5H3.5V13h1" />
    </>
  ),
  print: (
    <>
      <path d="M6 7V3h8v4M6 14H3.5V7h13v7H14" />
      <path d="M6 11.5h8V17H6z" />
    </>
  ),
  save: <path d="M10 3v9m0 0 3.5-3.5M10 12 6.5 8.5M3.5 16.5h13" />,
  right: <path d="m7.5 4.5 5.5 5.5-5.5 5.5" />,
  down: <path d="m4.5 7.5 5.5 5.5 5.5-5.5" />,
  left: <path d="M12.5 4.5 7 10l5.5 5.5" />,
  drill: (
    <>
      <circle cx="10" cy="10" r="7" strokeDasharray="3 2.5" />
      <path d="M8.25 7v6l5-3z" fill="currentColor" stroke="none" />
    </>
  ),
  eye: (
    <>
      <path d="M1.75 10C4 6 6.75 4.25 10 4.25S16 6 18.25 10C16 14 13.25 15.75 10 15.75S4 14 1.75 10z" />
      <circle cx="10" cy="10" r="2.5" />
    </>
  ),
  file: (
    <>
      <path d="M5 2.75h6.5L15.25 6.5v10.75H5z" />
      <path d="M11.25 2.75v4h4" />
    </>
  ),
  plus: <path d="M10 4v12M4 10h12" />,
  edit: <path d="m4 13.25-.75 3.5 3.5-.75L16.5 6.25 13.75 3.5z" />,
  correct: (
    <>
      <path d="M3.5 8.5h8.25a4 4 0 0 1 0 8H8" />
      <path d="M7 5 3.5 8.5 7 12" />
    </>
  ),
  hand: <path d="M2.5 7h11.5m0 0-3-3m3 3-3 3M17.5 13H6m0 0 3-3m-3 3 3 3" />,
  settings: (
    <>
      <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
      <circle cx="12" cy="6" r="2" />
      <circle cx="8" cy="14" r="2" />
    </>
  ),
  home: <path d="M3 3.5h14v5H3zM3 11.5h14v5H3z" />,
  passkey: (
    <>
      <circle cx="7.5" cy="6.5" r="3" />
      <path d="M2 16.5c0-3.25 2.25-5.25 5.5-5.25 1 0 2 .2 2.75.6" />
      <circle cx="14.5" cy="10.5" r="2.25" />
      <path d="M14.5 12.75v4.5m0-2h1.75" />
    </>
  ),
  witness: (
    <>
      <circle cx="6" cy="10" r="3.25" />
      <circle cx="14" cy="10" r="3.25" />
      <path d="M9.25 10h1.5M1.5 8.5 2.75 10M18.5 8.5 17.25 10" />
    </>
  ),
} as const;

export type IconName = keyof typeof DRAWINGS;

/** Once per page, before any Icon. */
export function IconSprite() {
  return (
    <svg width="0" height="0" className="sprite" aria-hidden="true">
      {Object.entries(DRAWINGS).map(([name, drawing]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 20 20">
          {drawing}
        </symbol>
      ))}
    </svg>
  );
}

/** Always beside its word: an icon alone says nothing to a reader. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className === undefined ? "i" : `i ${className}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
