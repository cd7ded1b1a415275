import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { helmBinary, helmMajors } from "../tools/helm.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

/** Pods that never get ready: helm waits for them until it is killed. */
const slow = { version: "half", pod: true, ready: false };

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  /** A helm that somebody else started dies in the middle of its upgrade of `app`. */
  async function strand({ cluster, folder, namespace }: Scenario, kubeconfig: string): Promise<string> {
    await writeFile(join(folder, "slow.json"), JSON.stringify(slow));
    const chart = ["app", join(folder, "chart"), "--namespace", namespace, "--create-namespace"];
    const helm = execa(
      await helmBinary(helmMajor),
      ["upgrade", "--install", ...chart, "--values", join(folder, "slow.json"), "--wait", "--timeout", "2m"],
      { env: { KUBECONFIG: kubeconfig }, reject: false },
    );
    const newest = async () => (await cluster.history("app")).at(-1) ?? "";
    await expect.poll(newest, { timeout: 20_000 }).toMatch(/^pending-/);
    helm.kill("SIGKILL");
    await helm;
    return newest();
  }

  it("a helm that died in an upgrade: refused, unless the file says what to do", async ({ world, kubeconfig }) => {
    const { given, release, run, cluster } = world;
    const config = (version: string, keys: object = {}) => ({ releases: [release("app", { version }, keys)] });
    await given(config("good"));
    await run("up");
    expect(await strand(world, kubeconfig)).toBe("pending-upgrade");

    await given(config("new"));
    const refused = await run("up");
    expect(story(refused.events)).toEqual(["app failed HELM_PENDING", "exit 1"]);
    expect(await cluster.history("app")).toEqual(["deployed", "pending-upgrade"]);

    await given(config("new", { pending_release_strategy: "rollback" }));
    const recovered = await run("up");
    expect(story(recovered.events)).toEqual(["app was pending-upgrade: rollback", "app deployed 4", "exit 0"]);
    expect(await cluster.version("app")).toBe("new");
    expect(await cluster.history("app")).toEqual(["superseded", "pending-upgrade", "superseded", "deployed"]);

    await strand(world, kubeconfig);
    await given(config("newer", { pending_release_strategy: "uninstall" }));
    const anew = await run("up");
    expect(story(anew.events)).toEqual(["app was pending-upgrade: uninstall", "app deployed 1", "exit 0"]);
    expect(await cluster.version("app")).toBe("newer");
    expect(await cluster.kubectl("get", "deployments", "--output", "name")).toBe("");
  });

  it.for(["rollback", "uninstall"])(
    "a helm that died in a first install: by %s it is removed and installed anew",
    async (strategy, { world, kubeconfig }) => {
      const { given, release, run, cluster } = world;
      expect(await strand(world, kubeconfig)).toBe("pending-install");
      await given({ releases: [release("app", { version: "new" }, { pending_release_strategy: strategy })] });
      const { events } = await run("up");
      expect(story(events)).toEqual(["app was pending-install: uninstall", "app deployed 1", "exit 0"]);
      expect(await cluster.history("app")).toEqual(["deployed"]);
      expect(await cluster.version("app")).toBe("new");
    },
  );

  it("monitors that reject what followed a recovery undo to what the recovery left", async ({ world, kubeconfig }) => {
    const { given, release, monitor, run, target, cluster } = world;
    await given({ releases: [release("app", { version: "good" })] });
    await run("up");
    await strand(world, kubeconfig);
    target.answer("/m", 503);
    const keys = { pending_release_strategy: "rollback", max_history: 2, monitors: ["m"] };
    await given({
      monitors: [monitor("m", { failure_threshold: 1, success_threshold: 1 })],
      releases: [release("app", { version: "bad" }, keys)],
    });
    const { events } = await run("up");
    expect(story(events)).toEqual([
      "app was pending-upgrade: rollback",
      "app deployed 4",
      "m failed failure-threshold",
      "app rollback to 3 done",
      "exit 1",
    ]);
    expect(await cluster.version("app")).toBe("good");
  });
});
