import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { fakeClock } from "@helmwatch/testkit";
import { expect, it } from "vitest";
import { readLogEnd } from "./read-log-end.js";

const time = "2026-01-01T00:00:01.5Z";

/** Answers one after the other; an error is thrown. */
function read(...answers: (string | HelmwatchError)[]) {
  const clock = fakeClock();
  const paths: string[] = [];
  const kube = {
    request: async ({ path }: { path: string }) => {
      paths.push(path);
      const answer = answers.shift();
      if (answer instanceof HelmwatchError) throw answer;
      return answer;
    },
  } as unknown as KubeAccess;
  const source = { kube, namespace: "shop", pod: "p", container: "c" };
  const text = readLogEnd(source, 50, clock, new AbortController().signal);
  return { clock, text, paths };
}

it.each<[claim: string, answer: string, text: string | undefined]>([
  ["lines without their times", `${time} a\n${time} \n${time} b c\n`, "a\n\nb c\n"],
  ["a last line that has no end", `${time} a\n${time} b`, "a\nb"],
  ["an empty log", "", ""],
  ["no log where the kubelet has lost it", "unable to retrieve container logs for containerd://9a95", undefined],
  [
    "a line that says so itself",
    `${time} unable to retrieve container logs for containerd://9a95`,
    "unable to retrieve container logs for containerd://9a95",
  ],
])("gives %s", async (_, answer, text) => {
  expect(await read(answer).text).toBe(text);
});

it("asks again while the API server is away, and not where there is no pod", async () => {
  const away = new HelmwatchError("KUBE_UNREACHABLE", "refused");
  const again = read(away, away, `${time} a\n`);
  await again.clock.advance(5_000);
  expect(await again.text).toBe("a\n");
  const gone = read(new HelmwatchError("KUBE_REQUEST_FAILED", "no such pod", { facts: { status: 404 } }));
  expect(await gone.text).toBeUndefined();
  expect(gone.paths).toHaveLength(1);
});
