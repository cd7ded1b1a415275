import type { Call, HelmwatchError, Observation } from "@helmwatch/core/plugin";
import { fakeHost } from "@helmwatch/testkit";
import { k8sJobMonitor } from "../src/k8s-job-monitor.js";
import { options } from "../src/options.js";
import { type FakeKube, fakeKube } from "./fake-kube.js";

export const release = { name: "app", namespace: "shop", revision: 7 };

/** A monitor on a cluster that the test moves on, and its clock. */
export function given(input: object = {}, kube: FakeKube = fakeKube()) {
  const host = fakeHost({ kube });
  const monitor = k8sJobMonitor.create(options.parse({ image: "checks:1", ...input }), host);
  const said: string[] = [];
  const stop = new AbortController();
  const call = (more: Partial<Call> = {}): Call => ({
    signal: stop.signal,
    attempt: 1,
    releases: [release],
    progress: (text) => void said.push(text),
    ...more,
  });
  const start = (more: Partial<Call> = {}) => {
    const check: { ended?: Observation | HelmwatchError } = {};
    monitor.observe(call(more)).then(
      (seen) => (check.ended = seen),
      (error) => (check.ended = error),
    );
    return check;
  };
  return { kube, host, clock: host.clock, monitor, call, start, said, stop };
}
