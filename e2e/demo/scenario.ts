import { readFile, writeFile } from "node:fs/promises";
import { readDelivered, readHistory, readPods } from "./cluster-state.js";
import { expectThat, expectWithin } from "./expectation.js";
import { failureOf, summarizeChecks } from "./monitor-log.js";
import type { Narrator } from "./narrator.js";
import { BAD_FILTER, BAD_VERSION, GOOD_FILTER, GOOD_VERSION } from "./publish-charts.js";
import { runHelmwatch } from "./run-helmwatch.js";
import type { Workplace } from "./workplace.js";

export interface Scenario {
  readonly workplace: Workplace;
  readonly narrator: Narrator;
  readonly namespace: string;
  /** Base URL. */
  readonly prometheus: string;
  readonly signal: AbortSignal;
}

/** The story of the demo; throws at the first thing that is not as told. */
export async function playScenario(scenario: Scenario): Promise<void> {
  const { narrator, signal } = scenario;

  narrator.chapter(`nats ${GOOD_VERSION} works: both monitors pass`);
  narrator.say("Five checks each, every 2 and every 10 seconds: about a minute.");
  const good = await runHelmwatch(["up", "--build"], scenario);
  narrator.say("Checked against the log and the cluster:");
  expectThat(narrator, "exit code", good.exitCode, 0);
  expectChecks(good, "nats-up-metric", "passed 5 times, streak 5/5");
  expectChecks(good, "nats-delivered-metric", "passed 5 times, streak 5/5");
  await expectHistory(scenario, [`1 deployed nats-${GOOD_VERSION}`]);
  await expectGoodPod(scenario);

  narrator.chapter(`nats ${BAD_VERSION} is broken: a monitor rejects it, and it is rolled back`);
  narrator.say(`A typo: billing consumes ${BAD_FILTER}, but orders go to ${GOOD_FILTER}.`);
  narrator.say("Its pod gets ready, so helm is content; but no order is delivered.");
  await changeVersion(scenario);
  const bad = await runHelmwatch(["up", "--build"], scenario);
  narrator.say("Checked against the log and the cluster:");
  expectThat(narrator, "exit code, as expected", bad.exitCode, 1);
  expectChecks(bad, "nats-up-metric", "passed 5 times, streak 5/5");
  expectChecks(bad, "nats-delivered-metric", "result is empty 5 times, streak 5/5");
  expectThat(
    narrator,
    "why it failed",
    failureOf(bad.log, "nats-delivered-metric"),
    "monitor triggered failure threshold",
  );
  await expectHistory(scenario, [
    `1 superseded nats-${GOOD_VERSION}`,
    `2 superseded nats-${BAD_VERSION}`,
    `3 deployed nats-${GOOD_VERSION}`,
  ]);
  await expectGoodPod(scenario);
  const isDelivering = async () => ((await readDelivered(scenario)) > 0 ? "yes" : "no");
  await expectWithin(narrator, "orders delivered again", isDelivering, "yes", { withinMs: 30_000, signal });

  function expectChecks({ log }: { readonly log: string }, monitor: string, expected: string) {
    expectThat(narrator, monitor, summarizeChecks(log, monitor), expected);
  }
}

async function changeVersion({ workplace, narrator }: Scenario): Promise<void> {
  narrator.command(`sed -i s/${GOOD_VERSION}/${BAD_VERSION}/ helmwave.yml`);
  const text = await readFile(workplace.configFile, "utf8");
  await writeFile(workplace.configFile, text.replaceAll(GOOD_VERSION, BAD_VERSION));
}

async function expectHistory(scenario: Scenario, expected: readonly string[]): Promise<void> {
  const history = await readHistory(scenario);
  const rows = history.map(({ revision, status, chart }) => `${revision} ${status} ${chart}`);
  expectThat(scenario.narrator, "helm history", rows, expected);
}

/** One pod, of the good chart, with the arguments of the good chart: what really runs, whatever records say. */
async function expectGoodPod(scenario: Scenario): Promise<void> {
  await expectWithin(
    scenario.narrator,
    "pods",
    async () => {
      const pods = await readPods(scenario);
      return pods.map(({ chart, state, filter }) => `${state}, ${chart}, consumes ${filter}`);
    },
    [`ready, nats-${GOOD_VERSION}, consumes ${GOOD_FILTER}`],
    { withinMs: 60_000, signal: scenario.signal },
  );
}
