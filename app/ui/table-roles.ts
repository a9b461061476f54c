// Drawn as cards, a table would lose its meaning to screen readers: `display: block` takes the implied roles away.
export const AS = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  column: { role: "columnheader", scope: "col" },
  head: { role: "rowheader", scope: "row" },
  cell: { role: "cell" },
} as const;
