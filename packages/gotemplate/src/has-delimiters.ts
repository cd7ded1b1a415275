export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

export const defaultDelimiters: Delimiters = { left: "{{", right: "}}" };

/** What helmwave takes for values rendered by gomplate when no delimiters are given. */
export const gomplateValuesDelimiters: Delimiters = { left: "[[", right: "]]" };

/** Whether a text is more than itself as a template: without a left delimiter, its result is the text. */
export function hasDelimiters(text: string, { left }: Delimiters = defaultDelimiters): boolean {
  return text.includes(left || defaultDelimiters.left);
}
