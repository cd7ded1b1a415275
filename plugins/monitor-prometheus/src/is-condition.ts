/** Strings, comments and label matchers, where nothing counts, come first; then what decides: words, comparisons, ( ). */
const tokens =
  /#.*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[^}"'`])*\}|[=!<>]=|[<>]|[()]|[a-zA-Z_:][\w:.]*/g;
const deciding = /^(?:[=!<>]=|[<>]|[()]|[a-zA-Z_:].*)$/;
const comparison = /^[=!<>]/;

/**
 * Whether the values of a PromQL expression are the 0 and 1 of a comparison with `bool`: such a series exists whether
 * the condition holds or not. Not so where the outermost comparison is a filter, as in `sum(x > bool 5) == 0`, which
 * has a result only where it holds. An expression around the comparison counts as one: `min(up == bool 1)`.
 *
 * Precedence: https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence
 */
export function isCondition(expr: string): boolean {
  const words = [...expr.matchAll(tokens)]
    .map(([token]) => token.toLowerCase())
    .filter((token) => deciding.test(token));
  return decides(words);
}

function decides(words: readonly string[]): boolean {
  const inner = unwrapped(words);
  const alternatives = split(inner, /^or$/);
  if (alternatives.length > 1) return alternatives.some((part) => decides(withoutMatching(part)));
  // `and` and `unless` hand on values of their left side only.
  const [left, ...rest] = split(inner, /^(?:and|unless)$/);
  if (rest.length > 0) return decides(left!);
  const outermost = topLevel(inner).findLast(({ word }) => comparison.test(word));
  if (outermost) return inner[outermost.index + 1] === "bool";
  return inner.some((word, index) => word === "bool" && comparison.test(inner[index - 1] ?? ""));
}

function topLevel(words: readonly string[]): { word: string; index: number }[] {
  let depth = 0;
  return words.flatMap((word, index) => {
    if (word === ")") depth--;
    const found = depth === 0 ? [{ word, index }] : [];
    if (word === "(") depth++;
    return found;
  });
}

function split(words: readonly string[], at: RegExp): string[][] {
  const cuts = topLevel(words).filter(({ word }) => at.test(word));
  const starts = [0, ...cuts.map(({ index }) => index + 1)];
  return starts.map((start, part) => words.slice(start, cuts[part]?.index ?? words.length));
}

/** Drops parentheses that hold the whole expression. */
function unwrapped(words: readonly string[]): readonly string[] {
  const wrapped = words[0] === "(" && topLevel(words)[1]?.index === words.length - 1;
  return wrapped ? unwrapped(words.slice(1, -1)) : words;
}

/** Drops `on (…)`, `ignoring (…)` that stand before the right side of a set operator. */
function withoutMatching(words: readonly string[]): readonly string[] {
  if (words[0] !== "on" && words[0] !== "ignoring") return words;
  return words.slice(words.indexOf(")") + 1);
}
