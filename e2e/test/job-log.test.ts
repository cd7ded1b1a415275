import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { systemClock } from "@helmwatch/core/time";
import { connectKube } from "@helmwatch/kube";
import { followJobLog, readLogEnd } from "@helmwatch/kube/job";
import { expect, inject, it, onTestFinished } from "vitest";
import { breakableProxy } from "../scenario/breakable-proxy.js";
import { createNamespace } from "./namespace.js";
import { job } from "./workload.js";

const { signal } = new AbortController();

/** Lines in bursts, as fast as a shell can, on both outputs, with repeated ones; the last has no line break. */
const prints = `i=0
while [ $i -lt 60 ]; do
  n=0; while [ $n -lt 40 ]; do echo "out $i $n"; echo "err $i $n" >&2; echo same; n=$((n+1)); done
  i=$((i+1)); sleep 0.1
done
printf 'the end'`;

it("a log is followed live, each line once, over connections that are cut again and again", async () => {
  const { name: namespace, apply, kubectl } = await createNamespace();
  const directory = await mkdtemp(join(tmpdir(), "helmwatch-job-log-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const proxy = await breakableProxy(inject("kubeconfig"), join(directory, "kubeconfig"));
  onTestFinished(() => proxy.close());
  const kube = await connectKube({ env: {}, clock: systemClock, kubeconfig: proxy.kubeconfig });
  onTestFinished(() => kube.close());
  await apply(job("talk", prints));
  const uid = await kubectl("get", "job", "talk", "--output", "jsonpath={.metadata.uid}");
  const lines: string[] = [];
  let cuts = 0;
  let isOver = false;
  const breaking = (async () => {
    while (!isOver) {
      await setTimeout(900);
      if (lines.length === 0 || isOver) continue;
      proxy.cut();
      cuts++;
      await setTimeout(150);
      await proxy.mend();
    }
  })();
  const { situation, isLogWhole } = await followJobLog({
    ...{ kube, clock: systemClock, signal, startTimeoutMs: 60_000, job: { namespace, name: "talk", uid } },
    onLine: (line) => void lines.push(line),
  });
  isOver = true;
  await breaking;

  expect(situation).toMatchObject({ kind: "exited", end: { exitCode: 0 } });
  expect(isLogWhole).toBe(true);
  expect(cuts).toBeGreaterThan(2);
  const pod = situation.pod!.metadata.name;
  const whole = await readLogEnd({ kube, namespace, pod, container: "main" }, undefined, systemClock, signal);
  expect(lines).toEqual(whole!.split("\n"));
  expect(lines.length).toBe(60 * 40 * 3 + 1);
}, 120_000);
