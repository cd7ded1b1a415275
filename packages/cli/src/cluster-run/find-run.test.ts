import type { HelmwatchError } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { chooseRun, type FoundRun, findRuns } from "./find-run.js";

const job = (run: string, second: number, more: object) => ({
  metadata: {
    name: `helmwatch-run-${run}`,
    uid: run,
    labels: { "helmwatch/run": run },
    creationTimestamp: `2026-01-02T03:04:0${second}Z`,
  },
  ...more,
});
const ended = (type: string) => ({ status: { conditions: [{ type, status: "True" }] } });

it("finds the runs of a namespace, newest first, and how they are", async () => {
  const asked: string[] = [];
  const items = [
    job("a", 1, ended("Complete")),
    job("b", 2, ended("Failed")),
    job("c", 3, ended("FailureTarget")),
    job("d", 4, { spec: { suspend: true } }),
    job("e", 5, {}),
  ];
  const kube = {
    async request<T>({ path }: { path: string }) {
      asked.push(path);
      return { items } as T;
    },
    watch: () => expect.unreachable(),
  };
  const runs = await findRuns(kube, "ci", new AbortController().signal);
  expect(runs.map(({ run, state }) => `${run} ${state}`)).toEqual([
    ...["e running", "d never started", "c failed", "b failed", "a succeeded"],
  ]);
  expect(asked).toEqual([
    "/apis/batch/v1/namespaces/ci/jobs?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dhelmwatch%2Capp.kubernetes.io%2Fcomponent%3Drun&limit=500",
  ]);
});

const runs = (...states: readonly [string, FoundRun["state"]][]) =>
  states.map(([run, state]) => ({ run, state, startedAt: "", job: { namespace: "ci", name: run, uid: run } }));

it.each([
  ["the one of that id", runs(["new", "running"], ["old", "failed"]), "old", "old"],
  ["the one of that Job", runs(["new", "running"], ["old", "failed"]), "helmwatch-run-old", "old"],
  ["the one that is running", runs(["new", "failed"], ["old", "running"]), undefined, "old"],
  ["the newest, where none is running", runs(["new", "failed"], ["old", "succeeded"]), undefined, "new"],
])("chooses %s", (_, found, wanted, run) => expect(chooseRun(found, wanted, "ci").run).toBe(run));

it("says which runs there are where it cannot choose", () => {
  const cases: [FoundRun[], string | undefined][] = [
    [runs(["a", "running"], ["b", "running"]), undefined],
    [[], undefined],
    [[], "x"],
    [runs(["0mwvgpuhr-d04520586f", "failed"]), "0mwvgpuhr-d04520586e"],
    [runs(["a1", "failed"], ["b2", "running"]), "0mwvgpuhr"],
  ];
  const told = cases.map(([found, wanted]) => {
    try {
      return chooseRun(found, wanted, "ci").run;
    } catch (error) {
      const { code, message, hint } = error as HelmwatchError;
      return `${code} ${message}\n  ${hint}`;
    }
  });
  expect(`\n${told.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    RUN_UNKNOWN 2 runs are running in namespace "ci"
      name one of them: a, b
    RUN_UNKNOWN no run is kept in namespace "ci"
      name another by --namespace, or another cluster by --kube-context; Jobs go after run.in_cluster.ttl
    RUN_UNKNOWN there is no run "x" in namespace "ci"
      none is kept there; Jobs go after run.in_cluster.ttl
    RUN_UNKNOWN there is no run "0mwvgpuhr-d04520586e" in namespace "ci"
      did you mean "0mwvgpuhr-d04520586f"?
    RUN_UNKNOWN there is no run "0mwvgpuhr" in namespace "ci"
      the newest are a1, b2; Jobs go after run.in_cluster.ttl
    "
  `);
});
