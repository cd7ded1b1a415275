import type { HelmwatchError } from "@helmwatch/core/plugin";
import type { Situation } from "@helmwatch/kube/job";
import { expect, it } from "vitest";
import { runEnd } from "./run-end.js";

const metadata = { name: "p", uid: "u" };
const pod = { metadata };
const exited = (exitCode: number, more = {}): Situation => ({
  ...{ kind: "exited", pod, container: "helmwatch", end: { exitCode, ...more } },
});
const killed = (exitCode: number) => {
  const terminated = { exitCode };
  return {
    metadata,
    spec: { containers: [{ name: "helmwatch" }] },
    status: { containerStatuses: [{ name: "helmwatch", state: { terminated } }] },
  };
};
const lost = (pod?: object): Situation =>
  ({ kind: "lost", reason: "Evicted", message: "the node was low on memory", pod }) as Situation;
const said = (exitCode: number) => ({ exitCode, durationMs: 1 });

it.each([
  ["the container's exit code", exited(1), undefined, 1],
  ["the container's, whatever the last event said", exited(0), said(1), 0],
  ["that of a run that was stopped", exited(143), undefined, 143],
  ["what the run said, where its pod is gone", lost(), said(3), 3],
  ["what a stopped container ended with, where its last words are lost", lost(killed(143)), undefined, 143],
])("is %s", (_, situation, ended, code) => expect(runEnd("r1", situation, ended)).toBe(code));

it("tells why a run did not come to its end, or did not begin", () => {
  const situations: Situation[] = [
    exited(137, { reason: "OOMKilled" }),
    exited(137),
    exited(134),
    lost(),
    lost(killed(137)),
    exited(125, { message: "what arrived in the pod is not what was sent" }),
    { kind: "unstartable", reason: "StartError", message: "no /bin/sh", pod },
    { kind: "waiting", reason: "", message: "ErrImagePull: not found", hopeless: true },
    { kind: "waiting", reason: "", message: "FailedCreate: exceeded quota", hopeless: true },
  ];
  const told = situations.map((situation) => {
    try {
      return runEnd("r1", situation, undefined);
    } catch (error) {
      const { code, message, hint } = error as HelmwatchError;
      return `${code} ${message}\n  ${hint}`;
    }
  });
  expect(`\n${told.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    RUN_LOST run r1 did not come to its end: it needed more memory than it may have (OOMKilled)
      give it more by run.in_cluster.resources; see by "helmwatch status" what it left, and run again: what is as it should be is skipped
    RUN_LOST run r1 did not come to its end: it was killed (exit code 137)
      if for want of memory, give it more by run.in_cluster.resources; see by "helmwatch status" what it left, and run again: what is as it should be is skipped
    RUN_LOST run r1 did not come to its end: helmwatch broke down in its pod (exit code 134)
      see by "helmwatch status" what it left, and run again: what is as it should be is skipped
    RUN_LOST run r1 did not come to its end: the node was low on memory (Evicted)
      see by "helmwatch status" what it left, and run again: what is as it should be is skipped
    RUN_LOST run r1 did not come to its end: the node was low on memory (Evicted)
      see by "helmwatch status" what it left, and run again: what is as it should be is skipped
    RUN_NOT_STARTED run r1 did not start: what arrived in the pod is not what was sent
      check run.in_cluster.image, or start it again
    RUN_NOT_STARTED run r1 did not start: StartError: no /bin/sh
      check service account, quota, policies and nodes of the namespace of the Job
    RUN_NOT_STARTED run r1 did not start: ErrImagePull: not found
      check image, image_pull_policy and image_pull_secrets of run.in_cluster
    RUN_NOT_STARTED run r1 did not start: FailedCreate: exceeded quota
      check service account, quota, policies and nodes of the namespace of the Job
    "
  `);
});
