// Whether this browser keeps pages, and for whom. The person says so here, for this browser alone.

const OFF = "sangfroid:keep-nothing";
const WHOSE = "sangfroid:whose";

export function keepsPages(): boolean {
  return read(OFF) === null;
}

export function keepPages(wanted: boolean): void {
  if (wanted) write(OFF, null);
  else write(OFF, "1");
}

/** True when someone else used this browser last; from now on it is this person. */
export function isOtherPerson(person: string): boolean {
  const before = read(WHOSE);
  if (before !== person) write(WHOSE, person);
  return before !== null && before !== person;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch (cause) {
    if (cause instanceof DOMException) return null; // a browser that keeps nothing
    throw cause;
  }
}

function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause; // as above
  }
}
