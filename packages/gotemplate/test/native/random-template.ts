import fc from "fast-check";
import type { Renderer } from "../../src/index.js";

/** What becomes of a float that is too large for an int is left open by Go, and differs between processors. */
const small = { noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 };
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const whole = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }));
const number = fc.oneof(whole, fc.double(small));
/** Short, because YAML limits what is read as a key. */
const key = fc.oneof(fc.constantFrom("a", "b", "name"), fc.string({ maxLength: 8 }));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    ...[text, number, fc.boolean(), fc.constant(null)],
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
}));

/** What random templates see: one of each kind, and anything. */
export const randomData = fc.record({
  s: text,
  n: fc.integer({ min: -100, max: 100 }),
  f: fc.double(small),
  l: fc.array(text, { maxLength: 4 }),
  m: fc.dictionary(key, value, { maxKeys: 4 }),
  v: value,
});

const source = fc.constantFrom(
  ".s",
  ".n",
  ".f",
  ".l",
  ".m",
  ".v",
  ".m.a",
  ".m.b.name",
  "$",
  "(index .l 0)",
  '"x y"',
  "7",
  "2.5",
  "true",
);

/** Functions whose last argument is free: results do not depend on time, chance or the order of maps. */
const steps: Record<Renderer, readonly string[]> = {
  sprig: [
    ...[
      "upper",
      "lower",
      "title",
      "untitle",
      "trim",
      "quote",
      "squote",
      "nospace",
      "initials",
      "snakecase",
      "camelcase",
    ],
    ...[
      "kebabcase",
      "swapcase",
      "trunc 3",
      "trunc -2",
      "abbrev 5",
      "indent 2",
      "nindent 3",
      'replace "a" "b"',
      "b64enc",
    ],
    ...["b64dec", "b32enc", "sha256sum", "sha1sum", "adler32sum", "toString", "toStrings", "toJson", "toPrettyJson"],
    ...["toYaml", "fromJson", "kindOf", "typeOf", "len", "int", "int64", "float64", "add 1", "mul 3", "div 2", "mod 7"],
    ...["max 5", "min 5", "floor", "ceil", "add1", "sub 3", "first", "last", "rest", "initial", "reverse", "uniq"],
    ...[
      "sortAlpha",
      'join ","',
      'splitList " "',
      "compact",
      "default 1",
      "empty",
      "not",
      'ternary "y" "n"',
      "deepCopy",
    ],
    ...[
      'getValueAtPath "a"',
      'getValueAtPath "a.b" "d"',
      'hasValueAtPath "0"',
      'has "a"',
      'contains "a"',
      'hasPrefix "a"',
    ],
    ...['regexFind "[a-z]+"', 'regexReplaceAll "[aeiou]" "<$0>"', "wrap 4", "html", "js", "urlquery", 'printf "%v"'],
    ...[
      'printf "%q"',
      'printf "%d"',
      'printf "%T"',
      "fromYaml",
      "fromYamlAll",
      "fromYamlArray",
      "eq 7",
      "lt 3",
      'cat "z"',
    ],
  ],
  gomplate: [
    ...[
      "toUpper",
      "toLower",
      "title",
      "trimSpace",
      "quote",
      "squote",
      "shellQuote",
      "strings.Slug",
      "strings.SnakeCase",
    ],
    ...[
      "strings.CamelCase",
      "strings.KebabCase",
      "strings.Trunc 3",
      "strings.Abbrev 5",
      "indent 2",
      'replaceAll "a" "b"',
    ],
    ...[
      "strings.RuneCount",
      "strings.WordWrap 5",
      "base64.Encode",
      "base64.Decode",
      "crypto.SHA256",
      "toJSON",
      "toYAML",
    ],
    ...["toYaml", 'toJSONPretty " "', "json", "yaml", "kind", "len", "conv.ToInt64", "conv.ToFloat64", "conv.ToString"],
    ...[
      "bool",
      "add 1",
      "mul 3",
      "math.Abs",
      "math.Ceil",
      "math.Floor",
      "math.Round",
      "math.IsNum",
      "math.IsInt",
      "sort",
    ],
    ...["reverse", "uniq", "flatten", "append 1", "prepend 1", "default 1", 'ternary "y" "n"', 'isKind "number"'],
    ...['regexp.Find "[a-z]+"', 'regexp.Replace "[aeiou]" "<$0>"', 'jsonpath "$.a"', 'jq "."', 'jq "length"', "not"],
    ...['printf "%v"', 'printf "%q"', 'getValueAtPath "a" "d"', 'strings.Contains "a"', "urlquery", "html", "toTOML"],
  ],
};

const pipeline = (renderer: Renderer) =>
  fc
    .tuple(source, fc.array(fc.constantFrom(...steps[renderer]), { maxLength: 3 }))
    .map(([from, through]) => [from, ...through].join(" | "));

/** A template of a few actions. Text around them has no braces. */
export function randomTemplate(renderer: Renderer) {
  const action = fc.oneof(
    { arbitrary: pipeline(renderer).map((one) => `{{ ${one} }}`), weight: 6 },
    pipeline(renderer).map((one) => `{{- if ${one} }} yes {{ else }} no {{ end -}}`),
    pipeline(renderer).map((one) => `{{ range $k, $v := ${one} }}{{ $k }}={{ $v }};{{ else }}none{{ end }}`),
    pipeline(renderer).map((one) => `{{ with ${one} }}{{ . }}{{ end }}`),
    pipeline(renderer).map((one) => `{{ $x := ${one} }}{{ $x }}`),
    text.map((one) => one.replace(/[{}]/g, "")),
  );
  return fc.array(action, { minLength: 1, maxLength: 3 }).map((actions) => actions.join("\n"));
}
