import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MonitorAction } from "../config/config.js";
import { type DrawnPlan, type DrawOptions, drawGraph } from "./draw-graph.js";
import type { PlannedDependency } from "./plan.js";

type Edge = string | PlannedDependency;

/** `name → what it depends on`, with the monitors of some. */
function planOf(
  edges: Readonly<Record<string, readonly Edge[]>>,
  watching: Readonly<Record<string, Readonly<Record<string, MonitorAction>>>> = {},
): DrawnPlan {
  const releases = Object.entries(edges).map(([uniqname, to]) => ({
    uniqname,
    dependsOn: to.map(
      (edge): PlannedDependency => (typeof edge === "string" ? { uniqname: edge, condition: "deployed" } : edge),
    ),
    monitors: Object.entries(watching[uniqname] ?? {}).map(([name, action]) => ({ name, action })),
  }));
  const names = new Set(releases.flatMap(({ monitors }) => monitors.map(({ name }) => name)));
  const monitors = [...names].map((name) => ({
    name,
    releases: releases
      .filter((one) => one.monitors.some((monitor) => monitor.name === name))
      .map((one) => one.uniqname),
  }));
  return { releases, monitors };
}

const draw = (plan: DrawnPlan, options: Partial<DrawOptions> = {}) =>
  `\n${drawGraph(plan, { columns: 80, ...options })}`;

const shop = planOf(
  {
    "db@shop": [],
    "queue@shop": [],
    "api@shop": ["db@shop", "queue@shop"],
    "web@shop": [
      { uniqname: "api@shop", condition: "monitored" },
      { uniqname: "queue@shop", condition: "deployed", optional: true },
    ],
  },
  { "db@shop": { "db-up": "rollback" }, "api@shop": { "api-errors": "rollback", "api-latency": "uninstall" } },
);

const layers = (count: number, size: number) =>
  planOf(
    Object.fromEntries(
      Array.from({ length: count * size }, (_, i) => {
        const layer = Math.floor(i / size);
        const above = Array.from({ length: size }, (_, n) => `r${n}@layer${layer - 1}`);
        return [`r${i % size}@layer${layer}`, layer === 0 ? [] : above];
      }),
    ),
  );

describe("drawGraph", () => {
  it("shows ranks, what a release waits for, and its monitors", () => {
    expect(draw(shop)).toMatchInlineSnapshot(`
      "
      ┌ 1
      │ db@shop
      │   ◇ db-up
      │ queue@shop
      ├ 2
      │ api@shop ← db@shop, queue@shop
      │   ◇ api-errors, api-latency (uninstall)
      ├ 3
      │ web@shop ← api@shop (monitored), queue@shop (optional)
      └
      "
    `);
  });

  it("needs no more than ASCII", () => {
    expect(draw(shop, { ascii: true })).toMatchInlineSnapshot(`
      "
      + 1
      | db@shop
      |   * db-up
      | queue@shop
      + 2
      | api@shop <- db@shop, queue@shop
      |   * api-errors, api-latency (uninstall)
      + 3
      | web@shop <- api@shop (monitored), queue@shop (optional)
      +
      "
    `);
  });

  it("shows one release as one line", () => {
    expect(draw(planOf({ "nats@nats": [] }))).toMatchInlineSnapshot(`
      "
      ┌ 1
      │ nats@nats
      └
      "
    `);
  });

  it("wraps what does not fit, on a narrow terminal too", () => {
    const wide = layers(2, 12);
    const releases = wide.releases.slice(0, 14).map((one) => ({ ...one, dependsOn: one.dependsOn.slice(1) }));

    expect(draw({ ...wide, releases })).toMatchInlineSnapshot(`
      "
      ┌ 1
      │ r0@layer0
      │ r1@layer0
      │ r2@layer0
      │ r3@layer0
      │ r4@layer0
      │ r5@layer0
      │ r6@layer0
      │ r7@layer0
      │ r8@layer0
      │ r9@layer0
      │ r10@layer0
      │ r11@layer0
      ├ 2
      │ r0@layer1 ← r1@layer0, r2@layer0, r3@layer0, r4@layer0, r5@layer0, r6@layer0,
      │             r7@layer0, r8@layer0, r9@layer0, r10@layer0, r11@layer0
      │ r1@layer1 ← r1@layer0, r2@layer0, r3@layer0, r4@layer0, r5@layer0, r6@layer0,
      │             r7@layer0, r8@layer0, r9@layer0, r10@layer0, r11@layer0
      └
      "
    `);
    expect(draw(shop, { columns: 24 })).toMatchInlineSnapshot(`
      "
      ┌ 1
      │ db@shop
      │   ◇ db-up
      │ queue@shop
      ├ 2
      │ api@shop ← db@shop,
      │            queue@shop
      │   ◇ api-errors,
      │     api-latency (unin…
      ├ 3
      │ web@shop ←
      │            api@shop (…
      │            queue@shop…
      └
      "
    `);
  });

  it("names a whole rank by its number", () => {
    expect(draw(layers(3, 3))).toMatchInlineSnapshot(`
      "
      ┌ 1
      │ r0@layer0
      │ r1@layer0
      │ r2@layer0
      ├ 2
      │ r0@layer1 ← all of 1
      │ r1@layer1 ← all of 1
      │ r2@layer1 ← all of 1
      ├ 3
      │ r0@layer2 ← all of 2
      │ r1@layer2 ← all of 2
      │ r2@layer2 ← all of 2
      └
      "
    `);
  });

  it("keeps a chain of ranks readable", () => {
    const chain = planOf(
      Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`r${i}`, i > 0 ? [`r${i - 1}`] : []])),
    );

    expect(draw(chain)).toMatchInlineSnapshot(`
      "
      ┌ 1
      │ r0
      ├ 2
      │ r1 ← r0
      ├ 3
      │ r2 ← r1
      ├ 4
      │ r3 ← r2
      ├ 5
      │ r4 ← r3
      ├ 6
      │ r5 ← r4
      ├ 7
      │ r6 ← r5
      ├ 8
      │ r7 ← r6
      ├ 9
      │ r8 ← r7
      ├ 10
      │ r9 ← r8
      ├ 11
      │ r10 ← r9
      ├ 12
      │ r11 ← r10
      └
      "
    `);
  });

  it("names monitors of no release", () => {
    expect(draw({ releases: [], monitors: [{ name: "site", releases: [] }] })).toMatchInlineSnapshot(`
      "
      ┌ monitors of no release
      │   ◇ site
      └
      "
    `);
  });

  it.each<[claim: string, graphWidth: number, text: string | undefined]>([
    ["is off for 1", 1, undefined],
    ["shows full names for 0", 0, "web@shop ← api@shop (monitored)"],
    ["shows the first characters for more than 1", 2, "we ← ap (monitored)"],
    ["leaves out the last characters for less than 0", -5, "web ← api (monitored)"],
    ["always leaves one character", -100, "w ← a (monitored)"],
  ])("helmwave's width %s", (_, graphWidth, text) => {
    const drawn = drawGraph(shop, { columns: 80, graphWidth });

    if (text === undefined) expect(drawn).toBe("");
    else expect(drawn).toContain(text);
  });

  it("shows nothing for nothing", () => {
    expect(drawGraph(planOf({}), { columns: 80 })).toBe("");
  });

  it("is done at once with a graph of many paths", () => {
    expect(drawGraph(layers(40, 5), { columns: 80 }).split("\n").length).toBeGreaterThan(200);
  });

  it("never exceeds the terminal, and shows every release", () => {
    const name = fc.stringMatching(/^[a-z0-9@-]{1,60}$/);
    const watch = fc.constantFrom("ok", "mоnitor \u001b[31m", "監視モニター", "🚀".repeat(40), "x".repeat(200));
    const graphs = fc.uniqueArray(name, { minLength: 1, maxLength: 100 }).chain((names) =>
      fc
        .array(fc.tuple(fc.array(fc.nat({ max: 99 }), { maxLength: 8 }), watch), {
          minLength: names.length,
          maxLength: names.length,
        })
        .map((lists) =>
          planOf(
            Object.fromEntries(
              names.map((one, i) => [one, [...new Set(lists[i]![0])].filter((to) => to < i).map((to) => names[to]!)]),
            ),
            Object.fromEntries(names.map((one, i) => [one, { [lists[i]![1]]: "none" as const }])),
          ),
        ),
    );
    fc.assert(
      fc.property(graphs, fc.integer({ min: 20, max: 120 }), fc.boolean(), (plan, columns, ascii) => {
        const lines = drawGraph(plan, { columns, ascii }).split("\n");

        for (const line of lines) {
          // Wide characters take two columns.
          const width = [...line].reduce((sum, one) => sum + (/[\u30a0-\u9fff\u{1f680}]/u.test(one) ? 2 : 1), 0);
          expect(width).toBeLessThanOrEqual(columns);
          expect(line).not.toContain("\u001b");
        }
        if (columns > 66)
          for (const { uniqname } of plan.releases) expect(lines.some((line) => line.includes(uniqname))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
