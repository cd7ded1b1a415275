import { spawn } from "node:child_process";
import { execa } from "execa";
import type { Progress } from "../../tools/progress.js";
import { claimRunDirectory, removeRunDirectory } from "../local/run-directory.js";
import { nodeImages } from "./node-images.js";
import type { KindOptions, Place } from "./place.js";

/** In the user's docker, of the public node image. */
export async function claimUsersPlace(
  { kind, name, kubernetes = Object.keys(nodeImages)[0]! }: KindOptions & { kind: string },
  _call: { signal: AbortSignal; progress: Progress },
): Promise<Place> {
  const image = nodeImages[kubernetes];
  if (!image) throw new Error(`Kubernetes ${kubernetes}: expected one of ${Object.keys(nodeImages).join(", ")}`);
  const env = { KIND_EXPERIMENTAL_PROVIDER: "docker" };
  const run = await claimRunDirectory();
  const cluster = name ?? `helmwatch-e2e-${run.number}`;
  const { stdout } = await execa(kind, ["get", "clusters"], { env });
  if (stdout.split("\n").includes(cluster)) {
    await removeRunDirectory(run);
    throw new Error(
      `there is a kind cluster ${cluster} already: choose another name, or use it as an existing cluster`,
    );
  }
  const { failed: networkIsNew } = await execa("docker", ["network", "inspect", "kind"], { reject: false });
  const deletion = [
    '"$0" delete cluster --name "$1"',
    // kind leaves it; another cluster may be in it by now.
    ...(networkIsNew ? ["{ docker network rm kind || :; }"] : []),
  ].join(" && ");
  // By a process that lives on when we die, by whatever cause, and then reads the end of its input.
  const will = spawn("sh", ["-c", `read line || { ${deletion}; }`, kind, cluster], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: { ...process.env, ...env },
  });
  will.unref();
  return {
    ...{ run, name: cluster, image, env },
    config: {},
    async remove() {
      await execa("sh", ["-c", deletion, kind, cluster], { env });
      will.stdin.end("done\n");
      await removeRunDirectory(run);
    },
  };
}
