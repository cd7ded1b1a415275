import fc from "fast-check";

// Texts that are mostly YAML: every kind of node, the scalars that readers dispute, comments and layout in odd places,
// and now and then a character too much or too few.

const words = [
  ..."a|foo|x-y|a b|http://h:80/p#x|a:b|up == 1|x != y|é|😀 x|~|null|Null|NULL|true|True|FALSE|yes|No|on|n".split("|"),
  ..."0|-0|+1|007|0o14|0xAf|0b1|1_000|1.10|1e3|.5|5.|.inf|-.INF|.nan|12:30:45|2001-01-01|1.2.3".split("|"),
  ...'9007199254740993|-|--|-a|?a|:a|::|<<|=|a,b|[x|b}|it\'s|say "hi"|*|&|a & b|%x|@a|`a|!x|!!str 1|a!'.split("|"),
  ...["> x", "#", "a #b", "a: b", "-1 2", "...", "---", "a ---", "", "x\u00a0y", "\ttab", "{{ .x }}", "a\\", "|", "||"],
];
const keys = [
  ..."a|b|c|d|e|f|long-key|é|a b|1|1.5|1.10|true|null|~|a.b/c|.x|x#y|a:b|<<|__proto__|? x|&k k|*a1".split("|"),
  ...['"q"', "'s'", '"<<"', '"q r"', "'a''b'"],
];
const noises = [
  ..." |:|-|#|'|\"|,|[|]|{|}|?|&|*|!|%|\\|\t|\r|\ufeff|\u0085|\u2028|\n|\n ".split("|"),
  "|",
  ">",
  "---\n",
];
const anchors = ["a1", "b1", "c-1"];

const word = fc.constantFrom(...words);
const key = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...keys.slice(0, 7)) }, fc.constantFrom(...keys));
const comment = fc.oneof({ weight: 6, arbitrary: fc.constant("") }, fc.constantFrom(" # c", " #c", "  ", "#no"));
const anchor = fc.oneof(
  { weight: 9, arbitrary: fc.constant("") },
  fc.constantFrom(...anchors.map((name) => `&${name} `)),
);
const alias = fc.constantFrom(...anchors.map((name) => `*${name}`));
const lines = fc.array(fc.constantFrom("line", "  more", "", "# no", "- x", "a: b", " "), { maxLength: 4 });

/** A node as the text behind `key:` or `-`, by the column of what it holds. */
type NodeText = (column: number) => string;

const scalar: fc.Arbitrary<NodeText> = fc.oneof(
  { weight: 8, arbitrary: word.map((text) => () => ` ${text}`) },
  word.map((text) => () => ` ${JSON.stringify(text)}`),
  word.map((text) => () => ` '${text.replaceAll("'", "''")}'`),
  alias.map((text) => () => ` ${text}`),
  fc.constant(() => ""),
  fc.constant(() => ' "\\x41\\u00e9\\/\\t"'),
  fc.tuple(word, word, fc.constantFrom("", '"', "'")).map(
    ([one, two, quote]): NodeText =>
      (column) =>
        ` ${quote}${one}\n${" ".repeat(column)}${two}${quote}`,
  ),
  word.map(
    (text): NodeText =>
      (column) =>
        `\n${" ".repeat(column)}${text}`,
  ),
  fc.tuple(fc.constantFrom("|", ">", "|-", ">-", "|+", ">+", "|2", "| # c"), lines).map(
    ([header, text]): NodeText =>
      (column) =>
        ` ${[header, ...text.map((line) => " ".repeat(column) + line)].join("\n")}`,
  ),
);

const flow = fc.letrec<{ node: string; list: string; map: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: word },
    word.map((text) => JSON.stringify(text)),
    alias,
    tie("list"),
    tie("map"),
  ),
  list: fc
    .tuple(anchor, fc.array(tie("node"), { maxLength: 3 }), fc.constantFrom(", ", ",", " , ", ",\n    ", ", # c\n  "))
    .map(([at, items, separator]) => `${at}[${items.join(separator)}]`),
  map: fc
    .tuple(anchor, fc.array(fc.tuple(key, tie("node")), { maxLength: 3 }), fc.constantFrom(": ", ":", " : "))
    .map(([at, pairs, colon]) => `${at}{${pairs.map(([name, value]) => name + colon + value).join(", ")}}`),
}));

const between = fc.oneof({ weight: 8, arbitrary: fc.constant("") }, fc.constantFrom("\n", "# c\n", "   # c\n", "  \n"));
const layout = fc.record({ anchor, comment, between });

const block = fc.letrec<{ node: NodeText; map: NodeText; list: NodeText }>((tie) => {
  const nested = (text: fc.Arbitrary<NodeText>, lessIndented: boolean) =>
    fc.tuple(text, layout, fc.constantFrom(0, 0, lessIndented ? -2 : 1)).map(
      ([inner, at, shift]): NodeText =>
        (column) =>
          ` ${at.anchor}${at.comment}\n${at.between}${inner(Math.max(0, column + shift))}`,
    );
  return {
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: scalar },
      fc.tuple(anchor, scalar).map(
        ([at, text]): NodeText =>
          (column) =>
            ` ${at}${text(column)}`,
      ),
      fc.oneof(flow.list, flow.map).map((text) => () => ` ${text}`),
      nested(tie("map"), false),
      nested(tie("list"), true),
      tie("map").map(
        (inner): NodeText =>
          (column) =>
            ` ${inner(column).trimStart()}`,
      ),
    ),
    map: fc.array(fc.tuple(key, tie("node"), layout), { minLength: 1, maxLength: 4 }).map(
      (pairs): NodeText =>
        (column) =>
          pairs
            .map(([name, value, at]) => `${at.between}${" ".repeat(column)}${name}:${value(column + 2)}${at.comment}`)
            .join("\n"),
    ),
    list: fc.array(fc.tuple(tie("node"), layout), { minLength: 1, maxLength: 3 }).map(
      (items): NodeText =>
        (column) =>
          items.map(([item, at]) => `${at.between}${" ".repeat(column)}-${item(column + 2)}${at.comment}`).join("\n"),
    ),
  };
});

interface Fault {
  /** Of the text's length. */
  readonly at: number;
  readonly cut: number;
  readonly text: string;
}

const fault: fc.Arbitrary<Fault> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(2),
  text: fc.constantFrom("", ...noises),
});

export const yamlText: fc.Arbitrary<string> = fc
  .record({
    top: block.map,
    end: fc.constantFrom("\n", "\n", "\n", "", "\n\n", " ", "\n---\na: 1\n"),
    faults: fc.oneof({ weight: 3, arbitrary: fc.constant([] as Fault[]) }, fc.array(fault, { maxLength: 2 })),
  })
  .map(({ top, end, faults }) =>
    faults.reduce((text, { at, cut, text: more }) => {
      const place = Math.floor(at * text.length);
      return text.slice(0, place) + more + text.slice(place + cut);
    }, top(0) + end),
  );
