import { isHelmwatchError } from "@helmwatch/core/plugin";
import { expect } from "vitest";
import type { FakeKube } from "./fake-kube.js";
import { given } from "./start-check.js";
import * as states from "./states.js";

/** `kind` of the observation, or the code of the error, and why. */
export function told(ended: unknown): string {
  if (isHelmwatchError(ended)) return `${ended.code}: ${ended.message}`;
  const { kind, pass, why } = ended as { kind: string; pass?: boolean; why: string };
  return `${kind === "verdict" ? (pass ? "pass" : "fail") : kind}: ${why}`;
}

/** Changes the cluster second by second, each told by a watch, and lets a minute go by. */
export async function play(input: object, ...changes: ((kube: FakeKube) => void)[]) {
  const world = given(input);
  const check = world.start();
  for (const change of changes) {
    await world.clock.advance(1_000);
    change(world.kube);
    world.kube.notify();
  }
  await world.clock.advance(70_000);
  expect([world.kube.watching(), world.clock.pending()]).toEqual([0, 0]);
  return { ...world, ended: check.ended };
}

export const pod =
  (...pods: FakeKube["pods"]) =>
  (kube: FakeKube) => {
    kube.pods = pods;
  };
export const event =
  (...[uid, reason, message]: Parameters<typeof states.warning>) =>
  (kube: FakeKube) =>
    void kube.events.push(states.warning(uid, reason, message));
export const prints =
  (...rows: string[]) =>
  (kube: FakeKube) =>
    void kube.log.push(...rows);
