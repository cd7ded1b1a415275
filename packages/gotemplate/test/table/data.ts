import { fields } from "../../src/fields.js";

/** What the expressions of the tables see as `.`; names say the Go type. */
export const data = {
  s: "hello world",
  empty: "",
  unicode: "Grüße, 世界 🎉",
  lines: "first\nsecond\n\nfourth\n",
  i: 42,
  neg: -7,
  zero: 0,
  big: 9_007_199_254_740_993n,
  huge: 18_446_744_073_709_551_615n,
  f: 2.5,
  tiny: 1e-7,
  t: true,
  no: false,
  nil: null,
  list: ["b", "a", "c", "a"],
  nums: [3, 1, 2],
  mixed: [1, "two", 3.5, true, null, { k: "v" }],
  none: [],
  m: { a: 1, b: { c: "deep", list: [10, 20, { name: "x" }] }, "with-dash": "yes", "": "emptykey" },
  nothing: {},
  people: [
    { name: "Ann", age: 31 },
    { name: "Bob", age: 7 },
  ],
  yaml: "a: 1\nb:\n  - x\n  - 2.0\nc: 2020-01-02\nd: 0x1F\ne: 1e3\nf: yes\ng: ~\n",
  json: '{"x": {"y": [1, 2.5, "z"]}, "n": 10000000000}',
  docs: "a: 1\n---\n---\n- 1\n- two\n---\nthree\n",
  csv: "h1,h2\na,1\nb,2\n",
  toml: 'title = "x"\n[owner]\nname = "Tom"\nports = [8000, 8001]\n',
  Release: { Name: "web", Namespace: "shop", Store: { image: "nginx:1.25", replicas: 3 } },
};

/** The same for templates whose release is a struct for Go. */
export const withFields = { Release: fields({ Name: "web", DependsOn: ["db"], Store: { image: "nginx:1.25" } }) };
