import { describe, expect, it } from "vitest";
import { answer, type FakeKube, unreachable } from "../test/fake-kube.js";
import { play, pod, told } from "../test/play.js";
import { given } from "../test/start-check.js";
import * as states from "../test/states.js";

describe("what is left behind", () => {
  it.each([
    ["never", 0, 1],
    ["never", 1, 1],
    ["failed", 0, 1],
    ["failed", 1, 0],
    ["always", 0, 0],
    ["always", 1, 0],
  ])("keep: %s after exit code %i", async (keep, code, deleted) => {
    const { kube } = await play({ keep }, pod(states.exited(code)));
    expect(kube.deleted).toHaveLength(deleted);
  });

  it("a Job that never ran is removed even where failed ones are kept: it might start later", async () => {
    const { kube } = await play({ keep: "always", start_timeout: "5s" }, pod(states.unschedulable));
    expect(kube.deleted).toHaveLength(1);
  });

  it("an abort settles at once and removes the Job", async () => {
    const { kube, clock, start, stop } = given();
    const check = start();
    kube.pods = [states.running];
    await clock.advance(2_000);
    // Settled before the cluster has answered to the removal.
    kube.refuse(/^DELETE/, unreachable(), 1);
    stop.abort(new Error("stopped"));
    await clock.advance(0);
    expect([check.ended, kube.deleted]).toEqual([new Error("stopped"), []]);
    await clock.advance(500);
    expect(kube.deleted).toHaveLength(1);
    expect([kube.watching(), clock.pending()]).toEqual([0, 0]);
  });

  it("an abort while the Job is being created removes what comes of it", async () => {
    const { kube, clock, start, stop } = given();
    const { request } = kube;
    kube.request = async <T>(sent: Parameters<FakeKube["request"]>[0]): Promise<T> => {
      if (sent.method === "POST") await clock.sleep(1_000, sent.signal);
      return request<T>(sent);
    };
    const check = start();
    await clock.advance(500);
    stop.abort(new Error("stopped"));
    await clock.advance(0);
    expect(check.ended).toEqual(new Error("stopped"));
    await clock.advance(1_000);
    expect([kube.created.length, kube.deleted.length, kube.job]).toEqual([1, 1, undefined]);
  });

  it("what could not be removed after a check is removed at the end", async () => {
    const { kube, clock, start, monitor, call, host } = given();
    kube.refuse(/^DELETE/, unreachable(), 12);
    kube.pods = [states.exited(0)];
    const check = start();
    await clock.advance(6_000);
    expect(told(check.ended)).toBe("pass: ");
    expect(host.logged.map(({ level }) => level)).toEqual(["warn"]);
    const disposed = monitor.dispose!(call());
    await clock.advance(3_000);
    await disposed;
    expect(kube.deleted).toHaveLength(1);
  });

  it("nothing is deleted that could not be created", async () => {
    const { kube, clock, start, monitor, call } = given();
    kube.refuse(/^POST .*jobs/, answer(403, "Forbidden", "may not create jobs"));
    const check = start();
    await clock.advance(100);
    expect(told(check.ended)).toBe("KUBE_FORBIDDEN: may not create jobs");
    await monitor.dispose!(call());
    expect(kube.requests.filter((line) => line.startsWith("DELETE"))).toEqual([]);
  });
});
