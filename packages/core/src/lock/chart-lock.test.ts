import { describe, expect, it } from "vitest";
import type { LockedChart } from "./chart-lock.js";
import { formatLock } from "./format-lock.js";
import { lockReference } from "./lock-reference.js";
import { readLock } from "./read-lock.js";
import { updateLock } from "./update-lock.js";

const sha = (letter: string) => `sha256:${letter.repeat(64)}`;
const oci: LockedChart = { chart: "oci://r/web", constraint: "^1", version: "1.2.3", digest: sha("a") };
const repo: LockedChart = {
  chart: "nginx",
  repository: "https://charts.example.com",
  version: "15.0.1",
  digest: sha("b"),
};
const git: LockedChart = { chart: "git+https://h/c?ref=main", version: "0.1.0", commit: "c".repeat(40) };

it("is the same text for the same charts, one value a line, and reads back", () => {
  const text = formatLock({ charts: [oci, repo, git] });
  expect(text).toMatchInlineSnapshot(`
    "# Which chart each reference of the config stands for: written by --update-lock, meant to be committed.
    helmwatch_lock: 1
    charts:
      - chart: git+https://h/c?ref=main
        version: 0.1.0
        commit: cccccccccccccccccccccccccccccccccccccccc
      - chart: nginx
        repository: https://charts.example.com
        version: 15.0.1
        digest: sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      - chart: oci://r/web
        constraint: ^1
        version: 1.2.3
        digest: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    "
  `);
  expect(formatLock({ charts: [git, oci, repo] })).toBe(text);
  expect(formatLock(readLock(text))).toBe(text);
});

it.each([
  ["nothing", "", "the file: Invalid input"],
  ["a merge that was not finished", "<<<<<<< HEAD\nhelmwatch_lock: 1\n=======\ncharts: []\n>>>>>>> x\n", ""],
  ["another generation", "helmwatch_lock: 2\ncharts: []", "helmwatch_lock: Invalid input: expected 1"],
  ["a chart without digest", "helmwatch_lock: 1\ncharts: [{chart: a, version: 1.0.0}]", "charts.0: expected a digest"],
  [
    "a commit that is an option",
    'helmwatch_lock: 1\ncharts: [{chart: a, version: "1", commit: --x}]',
    "charts.0.commit",
  ],
])("of %s is refused", (_, text, why) => {
  expect(() => readLock(text)).toThrow(
    expect.objectContaining({ code: "LOCK_INVALID", message: expect.stringContaining(`cannot be read: ${why}`) }),
  );
});

describe("a reference", () => {
  const stable = { url: "https://u:pw@charts.example.com/" };

  it.each<[chart: Parameters<typeof lockReference>[0], repository: typeof stable | undefined, reference: object]>([
    [{ name: "oci://r/web", version: "^1" }, undefined, { chart: "oci://r/web", constraint: "^1" }],
    [{ name: "web", repoUrl: "oci://r/charts/" }, undefined, { chart: "oci://r/charts/web" }],
    [{ name: "web", repoUrl: "https://u:pw@x/" }, undefined, { chart: "web", repository: "https://x" }],
    [{ name: "stable/web" }, stable, { chart: "web", repository: "https://charts.example.com" }],
    [{ name: "https://x/web.tgz" }, undefined, { chart: "https://x/web.tgz" }],
  ])("%o names no repository of one config alone, and no password", (chart, repository, reference) => {
    expect(lockReference(chart, repository)).toEqual(reference);
  });
});

describe("an update", () => {
  const newer = { ...oci, version: "1.3.0", digest: sha("d") };

  it("takes what was resolved, and keeps the rest that is referred to", () => {
    const { lock, changes } = updateLock({ charts: [oci, repo, git] }, [newer], [oci, repo]);
    expect(lock.charts).toEqual([repo, newer]);
    expect(changes).toEqual([{ before: oci, after: newer }, { before: git }]);
  });

  it("drops nothing where it is not known what is referred to", () => {
    const { lock, changes } = updateLock({ charts: [oci, git] }, [newer, repo], undefined);
    expect(lock.charts).toEqual([git, newer, repo]);
    expect(changes).toEqual([{ before: oci, after: newer }, { after: repo }]);
  });

  it("is none where everything is as it was", () => {
    expect(updateLock({ charts: [oci, repo] }, [{ ...oci }], [oci, repo]).changes).toEqual([]);
  });
});
