import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { packFiles } from "@helmwatch/kube/job";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { podKubeconfig, podScript } from "./pod-script.js";

const ended = "'; echo hacked; '";

/** The script as in a pod, with the folders of the pod in a folder of the test, and a helmwatch of the test. */
async function startPod(helmwatch: string | undefined, spoil?: (input: string) => Promise<void>) {
  const root = await mkdtemp(join(tmpdir(), "helmwatch-pod-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [input, work, bin] = ["in", "work", "bin"].map((name) => join(root, name)) as [string, string, string];
  const message = join(root, "termination-log");
  for (const folder of [input, work, bin]) await mkdir(folder);
  if (helmwatch !== undefined) await writeFile(join(bin, "helmwatch"), `#!/bin/sh\n${helmwatch}\n`);
  if (helmwatch !== undefined) await chmod(join(bin, "helmwatch"), 0o755);
  const script = podScript({ args: ["up", "it's", ended], env: { TOKEN: `a b\n${ended}` } })
    .replaceAll("/helmwatch/in", input)
    .replaceAll("/helmwatch/work", work)
    .replaceAll("/dev/termination-log", message);
  const { entries } = await packFiles({
    files: [{ name: "plan", content: Buffer.from("the plan") }],
    entries: { "run.sh": script, kubeconfig: podKubeconfig('the "prod"') },
    ...{ what: "", hint: "" },
  });
  for (const [name, bytes] of entries) await writeFile(join(input, name), bytes);
  await spoil?.(input);
  const env = { PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin`, KUBERNETES_SERVICE_HOST: "fd00::1" };
  const options = { env: { ...env, KUBERNETES_SERVICE_PORT: "443" }, extendEnv: false, reject: false };
  return { pod: execa("/bin/sh", [join(input, "run.sh")], options), message, work };
}

it("gives helmwatch its arguments, its variables and the plan, and ends as it does", async () => {
  const { pod, work } = await startPod('printf "[%s]" "$@" "$TOKEN"; cat files/plan >&2; pwd >&2; exit 3');
  const { exitCode, stdout, stderr } = await pod;
  expect(exitCode).toBe(3);
  expect(stdout).toBe(`[up][it's][${ended}][a b\n${ended}]the plan${work}`);
  expect(stderr).toBe("");
  const { contexts, clusters } = JSON.parse(await readFile(join(work, "kubeconfig"), "utf8"));
  expect(contexts[0].name).toBe('the "prod"');
  expect(clusters[0].cluster.server).toBe("https://[fd00::1]:443");
});

it.each([
  ["content that was changed on its way", "exit 0", "what arrived in the pod is not what was sent"],
  ["an image without helmwatch", undefined, "the image has no helmwatch"],
])("does not start with %s, and tells so in the log and the termination message", async (_, helmwatch, why) => {
  const spoil = (input: string) => (helmwatch ? writeFile(join(input, "f000.000"), "another") : Promise.resolve());
  const { pod, message } = await startPod(helmwatch, spoil);
  const { exitCode, stdout } = await pod;
  expect(exitCode).toBe(125);
  expect(stdout.split("\n").map((line) => JSON.parse(line))).toEqual([{ level: "fatal", message: why }]);
  expect(await readFile(message, "utf8")).toBe(why);
});

it("hands SIGTERM on, once, and waits for helmwatch to end in its own time", async () => {
  const { pod } = await startPod(
    'trap "echo stopping" TERM; echo up; i=0; while [ $i -lt 10 ]; do sleep 0.1; i=$((i+1)); done; exit 143',
  );
  pod.stdout.once("data", () => pod.kill("SIGTERM"));
  const { exitCode, stdout } = await pod;
  expect({ exitCode, stdout }).toEqual({ exitCode: 143, stdout: "up\nstopping" });
});
