import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDiagnostics } from "../config/format-diagnostic.js";
import { readConfig } from "../config/read-config.js";
import { selectReleases } from "./select-releases.js";
import type { Selection } from "./selection.js";

function select(text: string, over: Partial<Selection> = {}) {
  const read = readConfig({ bytes: new TextEncoder().encode(text), file: "helmwave.yml" });
  if (!read.config) throw new Error(formatDiagnostics(read.diagnostics, { source: read }));
  const result = selectReleases(read.config, { tags: [], matchAll: false, dependencies: true, ...over }, read);
  return {
    ...result,
    names: result.selected?.releases.map(({ name }) => name),
    shown: `\n${formatDiagnostics(result.diagnostics, { source: read })}\n`,
  };
}

type Line = readonly [name: string, more?: string];
const releases = (...lines: readonly Line[]) =>
  `releases:\n${lines.map(([name, more = ""]) => `  - {name: ${name}, namespace: n, chart: ./c${more && `, ${more}`}}\n`).join("")}`;

const shop = releases(
  ["redis-a", "tags: [a, redis]"],
  ["redis-b", "tags: [b, redis]"],
  ["memcached-a", "tags: [a, memcached], depends_on: [redis-a]"],
  ["memcached-b", "tags: [b, memcached], depends_on: [redis-b, {name: base, optional: true}]"],
  ["base", "depends_on: [{name: root}, {name: gone, optional: true}]"],
  ["root"],
);

describe("selection by tags", () => {
  it.each<[claim: string, selection: Partial<Selection>, names: string[]]>([
    ["without tags takes every release", {}, ["redis-a", "redis-b", "memcached-a", "memcached-b", "base", "root"]],
    ["takes releases with the tag", { tags: ["redis"] }, ["redis-a", "redis-b"]],
    [
      "takes releases with any of the tags",
      { tags: ["redis", "b"], dependencies: false },
      ["redis-a", "redis-b", "memcached-b"],
    ],
    ["takes releases with all of the tags where asked", { tags: ["b", "redis"], matchAll: true }, ["redis-b"]],
    ["takes one of several tags once", { tags: ["redis", "redis"] }, ["redis-a", "redis-b"]],
    ["does not care about the order of the tags", { tags: ["redis", "a"], matchAll: true }, ["redis-a"]],
    ["trims tags and drops empty ones", { tags: [" redis ", "", "  "] }, ["redis-a", "redis-b"]],
    [
      "takes empty tags only for none",
      { tags: ["", " "] },
      ["redis-a", "redis-b", "memcached-a", "memcached-b", "base", "root"],
    ],
    ["takes a uniqname for a tag", { tags: ["root@n"] }, ["root"]],
    ["combines a uniqname with a tag", { tags: ["redis-b@n", "redis"], matchAll: true }, ["redis-b"]],
    ["pulls in a dependency whatever its tags", { tags: ["memcached-a@n"] }, ["memcached-a", "redis-a"]],
    [
      "pulls in dependencies of dependencies, optional ones that exist too",
      { tags: ["memcached"] },
      ["memcached-a", "redis-a", "memcached-b", "redis-b", "base", "root"],
    ],
    [
      "puts a dependency after the release that pulls it in, once",
      { tags: ["b"] },
      ["redis-b", "memcached-b", "base", "root"],
    ],
    [
      "pulls in nothing without dependencies",
      { tags: ["memcached"], dependencies: false },
      ["memcached-a", "memcached-b"],
    ],
    ["does not pull in dependents", { tags: ["root@n"] }, ["root"]],
  ])("%s", (_, selection, names) => {
    expect(select(shop, selection).names).toEqual(names);
  });

  it("tells releases of one name apart by namespace and context", () => {
    const text = `releases:
  - {name: a, namespace: one, chart: ./c}
  - {name: a, namespace: two, chart: ./c}
  - {name: a, namespace: two, context: kind, chart: ./c}
`;
    expect(select(text, { tags: ["a@two@kind"] }).selected?.releases.map(({ uniqname }) => uniqname)).toEqual([
      "a@two@kind",
    ]);
  });
});

describe("dependencies of selected releases", () => {
  const edges = (text: string, over?: Partial<Selection>) =>
    Object.fromEntries(
      (select(text, over).selected?.releases ?? []).map(({ name, dependsOn }) => [
        name,
        dependsOn.map(({ uniqname, condition }) => `${uniqname} ${condition}`),
      ]),
    );

  it("lead to selected releases only, and keep their order without pulling any in", () => {
    const chain = releases(["web", "tags: [t], depends_on: [api]"], ["api", "depends_on: [db], tags: [t]"], ["db"]);

    expect(edges(chain, { tags: ["t"], dependencies: false })).toEqual({ web: ["api@n deployed"], api: [] });
  });

  it("of a tag are the other releases that carry it", () => {
    const text = releases(
      ["app", "tags: [infra], depends_on: [{tag: infra}]"],
      ["db", "tags: [infra]"],
      ["queue", "tags: [infra, q]"],
      ["other"],
    );

    expect(edges(text)).toMatchObject({ app: ["db@n deployed", "queue@n deployed"] });
  });

  it("of a tag are pulled in by a release that does not carry it", () => {
    expect(
      select(releases(["app", "tags: [x], depends_on: [{tag: infra}]"], ["db", "tags: [infra]"]), { tags: ["x"] })
        .names,
    ).toEqual(["app", "db"]);
  });

  it("named twice count once, with the stronger condition", () => {
    const text = releases(
      ["app", "depends_on: [db, {name: db, condition: monitored}, {tag: infra}]"],
      ["db", "tags: [infra]"],
    );

    expect(edges(text)).toMatchObject({ app: ["db@n monitored"] });
  });

  it("that are optional and absent are dropped", () => {
    expect(edges(releases(["app", "depends_on: [{name: gone, optional: true}, {tag: none, optional: true}]"]))).toEqual(
      { app: [] },
    );
  });
});

describe("one uniqname that stands in the file twice", () => {
  const twice = releases(
    ["nginx", "tags: [nginx, nginx-a]"],
    ["nginx", "tags: [nginx, nginx-b], labels: {second: x}"],
    ["web", "tags: [web], depends_on: [nginx]"],
  );

  it.each<[claim: string, tags: string[], outcome: string | undefined]>([
    ["is an error when both are selected without tags", [], 'release "nginx@n" is selected more than once'],
    ["is an error when a tag selects both", ["nginx"], 'release "nginx@n" is selected more than once'],
    ["is fine when a tag selects the first", ["nginx-a"], undefined],
    ["is fine when a tag selects the second", ["nginx-b"], undefined],
    [
      "is an error when it is only pulled in",
      ["web"],
      'release "nginx@n" is pulled in as a dependency but stands in the file 2 times',
    ],
    ["is fine when it is pulled in and a tag tells which", ["web", "nginx-b"], undefined],
  ])("%s", (_, tags, outcome) => {
    expect(select(twice, { tags }).diagnostics[0]?.message).toBe(outcome);
  });

  it("takes the one that the tag selects, dependents included", () => {
    const { selected } = select(twice, { tags: ["web", "nginx-b"] });

    expect(selected?.releases.find(({ name }) => name === "nginx")).toMatchObject({
      index: 1,
      labels: { second: "x" },
    });
    expect(selected?.releases.find(({ name }) => name === "web")?.dependsOn).toHaveLength(1);
  });
});

describe("tags that nobody carries", () => {
  it("are an error when nothing is left, with a suggestion", () => {
    expect(select(shop, { tags: ["redsi"] }).shown).toMatchInlineSnapshot(`
      "
      error USAGE
        = no release carries the tag "redsi"
        = did you mean "redis"?
      "
    `);
  });

  it("are answered with the known tags when none is near", () => {
    expect(select(shop, { tags: ["production"] }).shown).toMatchInlineSnapshot(`
      "
      error USAGE
        = no release carries the tag "production"
        = known tags: a, b, memcached, redis
      "
    `);
  });

  it.each([
    ["root", "root@n"],
    ["rooot", "root@n"],
    ["root@m", "root@n"],
    ["memcache", "memcached"],
  ])("are answered with the uniqname of a release or the tag that is near: %s", (tag, near) => {
    expect(select(shop, { tags: [tag] }).diagnostics[0]?.hint).toBe(`did you mean "${near}"?`);
  });

  it("are a warning beside tags that select something", () => {
    const { diagnostics, names } = select(shop, { tags: ["redis", "production"] });

    expect(diagnostics).toMatchObject([{ code: "USAGE", severity: "warning" }]);
    expect(names).toEqual(["redis-a", "redis-b"]);
  });

  it("are not the matter when no release carries all that are asked for", () => {
    expect(select(shop, { tags: ["a", "b"], matchAll: true }).diagnostics).toMatchObject([
      { severity: "error", message: 'no release carries all of the tags "a" and "b"' },
    ]);
  });

  it("do not matter in a file without releases when no tag is asked for", () => {
    expect(select("releases: []\n")).toMatchObject({ diagnostics: [], names: [] });
  });
});

describe("monitors", () => {
  const text = (needs: boolean, watched: boolean) => `
monitors:
  - {name: m, type: http, http: {url: http://x}, needs_releases: ${needs}, total_timeout: 10m}
releases:
  - {name: a, namespace: n, chart: ./c, tags: [a]${watched ? ", monitors: [m, {name: m, action: uninstall}]" : ""}}
  - {name: b, namespace: n, chart: ./c, tags: [b]}
`;

  it.each<[claim: string, needs: boolean, watched: boolean, tag: string, releases: string[] | undefined]>([
    ["know their releases, each once", true, true, "a", ["a@n"]],
    ["of releases that are not selected are not run", true, true, "b", undefined],
    ["that need no releases are not run either, when they belong to some", false, true, "b", undefined],
    ["that nobody refers to are not run", true, false, "a", undefined],
    ["that nobody refers to and that need no releases are run", false, false, "b", []],
  ])("%s", (_, needs, watched, tag, expected) => {
    expect(select(text(needs, watched), { tags: [tag] }).selected?.monitors[0]?.releases).toEqual(expected);
  });
});

describe("cycles", () => {
  it("are printed as a path, without what only leads to them", () => {
    const text = releases(["x", "depends_on: [a]"], ["a", "depends_on: [b]"], ["b", "depends_on: [{name: a}]"]);

    expect(select(text).shown).toMatchInlineSnapshot(`
      "
      error GRAPH_CYCLE  helmwave.yml:3:53
       3 │   - {name: a, namespace: n, chart: ./c, depends_on: [b]}
         │                                                     ^^^
         = releases depend on each other in a circle: a@n → b@n → a@n
         = remove one of these dependencies
      "
    `);
  });

  it("through a monitor that another release waits for are found", () => {
    const text = `monitors: [{name: m, type: http, http: {url: http://x}, total_timeout: 10m}]
${releases(["a", "monitors: [m]"], ["b", "monitors: [m], depends_on: [{name: a, condition: monitored}]"])}`;

    expect(select(text).diagnostics.map(({ message }) => message)).toEqual([
      "releases depend on each other in a circle: b@n → monitor m → b@n",
    ]);
  });

  it("among releases that are not selected do not matter", () => {
    const text = releases(["a", "depends_on: [b]"], ["b", "depends_on: [a]"], ["c", "tags: [c]"]);

    expect(select(text, { tags: ["c"] }).names).toEqual(["c"]);
  });

  it("of thousands of releases are shown in part", () => {
    const many = Array.from({ length: 3000 }, (_, i): Line => [`r${i}`, `depends_on: [r${(i + 1) % 3000}]`]);
    const [cycle] = select(releases(...many)).diagnostics;

    expect(cycle?.message).toContain("r9@n → (2981 more) → r2991@n");
  });
});

it("a selection keeps the order of the file's dependencies, whatever the graph", () => {
  const graphs = fc
    .array(fc.array(fc.nat({ max: 19 }), { maxLength: 4 }), { minLength: 1, maxLength: 20 })
    .map((lists) => lists.map((list, i) => [...new Set(list.filter((target) => target < i))]));
  fc.assert(
    fc.property(graphs, fc.nat({ max: 19 }), fc.boolean(), (graph, start, dependencies) => {
      const text = releases(
        ...graph.map((list, i): Line => [`r${i}`, `depends_on: [${list.map((target) => `r${target}`)}]`]),
      );
      const { selected } = select(text, { tags: [`r${start % graph.length}@n`], dependencies });
      const names = new Set(selected?.releases.map(({ name }) => name));

      for (const { name, dependsOn } of selected?.releases ?? []) {
        const all = graph[Number(name.slice(1))]!.map((target) => `r${target}`);
        const kept = dependencies ? all : all.filter((target) => names.has(target));
        expect(dependsOn.map(({ uniqname }) => uniqname.split("@")[0])).toEqual(kept);
        for (const target of kept) expect(names).toContain(target);
      }
      if (!dependencies) expect(names.size).toBe(1);
    }),
    { numRuns: 50 },
  );
});

describe("selection by labels", () => {
  const labelled = releases(
    ["web", "labels: {team: a, tier: front}, tags: [x], depends_on: [db]"],
    ["api", "labels: {team: a}, tags: [y]"],
    ["db", "labels: {team: b}"],
  );

  it.each<[claim: string, selection: Partial<Selection>, names: string[]]>([
    ["takes those that have it, and what they depend on", { labels: ["team=a"] }, ["web", "db", "api"]],
    ["takes those that have all of them", { labels: ["team=a", "tier==front"], dependencies: false }, ["web"]],
    ["leaves out those that have it", { labels: ["team != a"] }, ["db"]],
    ["counts a label that is missing as another", { labels: ["tier!=front"] }, ["api", "db"]],
    ["knows name, namespace and chart", { labels: ["name=api", "namespace=n", "chart=./c"] }, ["api"]],
    ["narrows what tags select", { tags: ["x", "y"], labels: ["tier=front"], dependencies: false }, ["web"]],
  ])("%s", (_, selection, names) => {
    expect(select(labelled, selection).names).toEqual(names);
  });

  it.each<[Partial<Selection>]>([[{ labels: ["team=c"] }], [{ tags: ["y"], labels: ["tier=front"] }]])(
    "that finds none is an error that says for what: %j",
    (selection) => {
      expect(select(labelled, selection).shown).toMatchSnapshot();
    },
  );
});
