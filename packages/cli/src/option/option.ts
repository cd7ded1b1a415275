/** How one option is written, where else it may be set, and what its text means. */
export interface Option<T> {
  /** In commander's notation: `-f, --file <path>`. */
  readonly flags: string;
  readonly description: string;
  /** Heading in `--help`; absent for options that are accepted without being advertised. */
  readonly group?: string;
  /** Names of helmwave's variables, without `HELMWAVE_`, most important first. */
  readonly helmwave: readonly string[];
  readonly repeatable: boolean;
  readonly fallback: T;
  /** What `parse` wants, for its error: "a whole number". */
  readonly expected: string;
  /** Words for shell completion and suggestions. */
  readonly choices?: readonly string[];
  /** `undefined`: the text is not what was expected. */
  parse(text: string): T | undefined;
}

type Words = Pick<Option<unknown>, "flags" | "description"> & { group?: string; helmwave?: readonly string[] };

function common({ helmwave = [], ...words }: Words) {
  return { ...words, helmwave, repeatable: false };
}

export function text<T extends string | undefined>(words: Words, fallback: T): Option<T | string> {
  return { ...common(words), fallback, expected: "text", parse: (value) => value };
}

/** Go's spellings of booleans, since helmwave's users write those. */
export function flag<T extends boolean | undefined>(words: Words, fallback: T): Option<T | boolean> {
  const parse = (value: string) =>
    /^(1|t|true)$/i.test(value) ? true : /^(0|f|false)$/i.test(value) ? false : undefined;
  return { ...common(words), fallback, expected: "true or false", parse };
}

export function choice<const C extends string, F extends C | undefined>(
  words: Words,
  choices: readonly C[],
  fallback: F,
): Option<F | C> {
  const expected = `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
  const parse = (value: string) => choices.find((one) => one === value.toLowerCase());
  return { ...common(words), fallback, expected, choices, parse };
}

/** A whole number of at least `min`. */
export function number<T extends number | undefined>(words: Words, min: number, fallback: T): Option<T | number> {
  const parse = (value: string) => (/^-?\d{1,9}$/.test(value) && Number(value) >= min ? Number(value) : undefined);
  const expected = min > Number.MIN_SAFE_INTEGER ? `a whole number of at least ${min}` : "a whole number";
  return { ...common(words), fallback, expected, parse };
}

/** From 0 to 1. */
export function fraction(words: Words, fallback: number): Option<number> {
  const parse = (value: string) =>
    /^(0?\.\d+|[01](\.\d*)?)$/.test(value) && Number(value) <= 1 ? Number(value) : undefined;
  return { ...common(words), fallback, expected: "a number from 0 to 1", parse };
}

/** Given several times or separated by commas. */
export function list(words: Words): Option<readonly string[]> {
  const parse = (value: string) =>
    value
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== "");
  return { ...common(words), repeatable: true, fallback: [], expected: "a list separated by commas", parse };
}
