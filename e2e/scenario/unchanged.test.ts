import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { helmBinary } from "../tools/helm.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

scenario("an unchanged second up starts no helm at all; a changed value starts one", async ({ world }) => {
  const { given, release, run, folder } = world;
  const binary = join(folder, "counted-helm");
  const log = join(folder, "helm-starts");
  await writeFile(binary, `#!/bin/sh\necho "$1" >> ${log}\nexec ${await helmBinary(4)} "$@"\n`);
  await chmod(binary, 0o755);
  const starts = async () => (await readFile(log, "utf8").catch(() => "")).split("\n").filter(Boolean);
  const config = (version: string) => ({
    helm: { backend: "cli", binary },
    releases: [release("a"), release("b", { version }, { depends_on: ["a"] })],
  });
  await given(config("1"));
  await run("up");
  const first = await starts();
  const second = await run("up");
  expect(story(second.events)).toEqual(["a unchanged 1", "b unchanged 1", "exit 0"]);
  expect(await starts()).toEqual(first);

  await given(config("2"));
  const third = await run("up");
  expect(story(third.events)).toEqual(["a unchanged 1", "b deployed 2", "exit 0"]);
  expect((await starts()).slice(first.length).filter((command) => command === "upgrade")).toHaveLength(1);
});

scenario(
  "after a rollback the digest tells what is really there: the rejected version is tried again",
  async ({ world }) => {
    const { given, release, monitor, run, target } = world;
    const config = (version: string) => ({
      monitors: [monitor("m", { success_threshold: 1, failure_threshold: 1 })],
      releases: [release("app", { version }, { monitors: ["m"] })],
    });
    await given(config("good"));
    await run("up");
    target.answer("/m", 503);
    await given(config("bad"));
    await run("up");
    target.answer("/m", 200);

    expect(story((await run("up")).events)).toEqual(["app deployed 4", "m passed", "exit 0"]);
    await given(config("good"));
    expect(story((await run("up")).events)).toEqual(["app deployed 5", "m passed", "exit 0"]);
  },
);
