export interface JunitResult {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** Of failed and broken tests: `suite.class › name`, the first twenty. */
  readonly failing: readonly string[];
}

const mostNames = 20;
const longestName = 200;

/** The document between the lines `begin` and `end`: the last one, where a log has several. */
export function findJunit(log: string, { begin, end }: { begin: string; end: string }): string | undefined {
  const lines = log.split(/\r?\n/);
  const to = lines.findLastIndex((line) => line.trim() === end);
  const from = lines.slice(0, Math.max(0, to)).findLastIndex((line) => line.trim() === begin);
  return to < 0 || from < 0 ? undefined : lines.slice(from + 1, to).join("\n");
}

/** Comments and CDATA are passed over as a whole: what stands in them is text, whatever it looks like. */
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/** Counts each `testcase` itself: the totals in the attributes of suites are of several dialects. Undefined: no JUnit. */
export function parseJunit(xml: string): JunitResult | undefined {
  const count = { passed: 0, failure: 0, error: 0, skipped: 0 };
  const failing: string[] = [];
  const open: string[] = [];
  let test: { name: string; result: keyof typeof count } | undefined;
  let root: string | undefined;
  const close = () => {
    if (!test) return;
    count[test.result]++;
    const { name, result } = test;
    if ((result === "failure" || result === "error") && failing.length < mostNames) failing.push(name);
    test = undefined;
  };
  for (const [, slash, name, attributes = "", empty] of xml.matchAll(token)) {
    if (name === undefined) continue;
    if (slash) {
      if (open.pop() !== name) return undefined;
      if (name === "testcase") close();
      continue;
    }
    root ??= name;
    if (name === "testcase") test = { name: nameOf(attributes), result: "passed" };
    // A test with both a failure and an error counts once.
    else if (test && isResult(name) && test.result !== "error") test.result = name;
    if (!empty) open.push(name);
    else if (name === "testcase") close();
  }
  if (open.length > 0 || (root !== "testsuites" && root !== "testsuite")) return undefined;
  const { passed, failure, error, skipped } = count;
  return { tests: passed + failure + error + skipped, failures: failure, errors: error, skipped, failing };
}

const isResult = (name: string) => name === "failure" || name === "error" || name === "skipped";

function nameOf(attributes: string): string {
  const value = (key: string) => {
    const found = new RegExp(`(?:^|\\s)${key}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
    return decode(found?.[1] ?? found?.[2] ?? "");
  };
  const [suite, name] = [value("classname"), value("name")];
  return (suite === "" ? name : `${suite} › ${name}`).slice(0, longestName) || "(a test without a name)";
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
