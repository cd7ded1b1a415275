import type { Diagnostic } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import type { Console } from "../log/console.js";
import type { LogLine } from "../log/log-line.js";
import { recorded } from "../render/recorded/recorded.js";
import { podLogView } from "./pod-log-view.js";

function view() {
  const logged: string[] = [];
  const seen: number[] = [];
  const console = {
    log: ({ message, fields }: LogLine) => logged.push([message, ...Object.values(fields)].join(" ")),
    diagnostics: (found: readonly Diagnostic[]) => logged.push(...found.map(({ code }) => code)),
  } as unknown as Console;
  return { ...{ logged, seen }, log: podLogView({ console }, ({ seq }) => seen.push(seq)) };
}

const lines = recorded("rejected").map((event) => JSON.stringify(event));

it("gives each event once, whatever is read again, and knows how the run ended", () => {
  const { log, seen, logged } = view();
  for (const line of [...lines.slice(0, 5), ...lines.slice(2, 4), ...lines.slice(4)]) log.show(line);
  expect(seen).toEqual(lines.map((_, index) => index + 1));
  expect(logged).toEqual([]);
  expect(log.ended).toMatchObject({ exitCode: 1 });
});

it("says how many events are lost, and goes on", () => {
  const { log, seen, logged } = view();
  for (const index of [3, 4, 9]) log.show(lines[index]!);
  expect(seen).toEqual([4, 5, 10]);
  expect(logged).toEqual(["the pod's log no longer has all events 3", "the pod's log no longer has all events 4"]);
  expect(log.ended).toBeUndefined();
});

it("does not guess at events of another generation, and says so once", () => {
  const { log, seen, logged } = view();
  for (const line of lines.slice(0, 2)) log.show(line.replace('"schema":1', '"schema":2'));
  expect(seen).toEqual([]);
  expect(logged).toEqual([
    "the helmwatch of the image is of another generation: its events are of schema 2, this one reads 1",
  ]);
});

it("shows the log and the findings between events", () => {
  const { log, logged } = view();
  log.show('{"level":"warn","message":"slow"}');
  log.show('{"code":"KUBE_FORBIDDEN","severity":"error","message":"m"}');
  log.show("Killed");
  expect(logged).toEqual(["slow", "KUBE_FORBIDDEN", "Killed"]);
});
