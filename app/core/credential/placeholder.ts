// What stands where a secret would: a word that says so, a mask, a variable, a run of one character or the alphabet.

const MASK = /\*{3}|•{2}|…|\.{3}|x{4}|X{4}|#{4}|_{5}|-{6}/;
const VARIABLE = /^[<[{(%]|[>\]})%]$|\$\{|\$\(|\{\{|^\$[A-Za-z_]|%\(|%s|<[A-Za-z]/;
const SAYS_SO =
  /example|sample|placeholder|change[-_]?me|your|dummy|redacted|fake|insert|replace|secret[-_]?here|goes[-_]?here|deadbeef|notreal|removed|masked|hidden/i;
const RUN = /(.)\1{5}/;
const ROWS = ["0123456789012345", "9876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop"];
const ROW_LENGTH = 7;
/** In a value longer than this a word of four letters turns up by chance. */
const LONGEST = 200;

export function isPlaceholder(value: string): boolean {
  if (value.length > LONGEST) return false;
  if (MASK.test(value) || VARIABLE.test(value) || SAYS_SO.test(value) || RUN.test(value)) return true;
  return holdsRow(value.toLowerCase());
}

function holdsRow(value: string): boolean {
  for (let at = 0; at + ROW_LENGTH <= value.length; at++) {
    const part = value.slice(at, at + ROW_LENGTH);
    if (ROWS.some((row) => row.includes(part))) return true;
  }
  return false;
}
