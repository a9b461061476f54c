/** Something the palette finds by name. */
export interface Verb {
  readonly to: string;
  readonly label: string;
  /** The same in English: whoever learnt the words there finds them here. */
  readonly english: string;
}
