/** What must not be shown, and how texts get rid of it. */
export interface Secrets {
  /** Remembers a secret and returns it. Shorter than three characters it cannot be told from other text. */
  add(value: string): string;
  /** The text with `***` for every secret. */
  mask(text: string): string;
  /** A copy of JSON data with the text of every value masked; the same data when there is nothing to mask. */
  maskData<T>(data: T): T;
}

export function createSecrets(): Secrets {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;

  const mask = (text: string) => {
    if (forms.size === 0) return text;
    pattern ??= new RegExp(
      [...forms]
        .sort((a, b) => b.length - a.length)
        .map(quoted)
        .join("|"),
      "g",
    );
    return text.replace(pattern, "***");
  };
  const maskAny = (data: unknown): unknown => {
    if (typeof data === "string") return mask(data);
    if (Array.isArray(data)) return data.map(maskAny);
    if (typeof data !== "object" || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, maskAny(value)]));
  };
  return {
    add(value) {
      for (const form of formsOf(value)) forms.add(form);
      pattern = undefined;
      return value;
    },
    mask,
    maskData: (data) => (forms.size === 0 ? data : (maskAny(data) as typeof data)),
  };
}

/** A secret as it is, each line of it, and as it looks in a URL, in JSON and in base64. */
function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map((one) => one.trim());
  return [value, ...lines]
    .filter((one) => one.trim().length >= 3)
    .flatMap((one) => [
      one,
      encodeURIComponent(Buffer.from(one).toString()),
      JSON.stringify(one).slice(1, -1),
      Buffer.from(one).toString("base64"),
    ]);
}

/** For a regular expression. */
function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
