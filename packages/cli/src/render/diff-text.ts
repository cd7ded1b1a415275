import type { ObjectChange } from "@helmwatch/core";
import { structuredPatch } from "diff";
import type { ReleaseDiff } from "../diff/diff-release.js";
import type { Paint } from "../log/paint.js";

export interface DiffView {
  /** Unchanged lines around a change; -1: all. */
  readonly context: number;
  readonly stripTrailingCr: boolean;
  readonly paint: Paint;
}

const verbs = {
  added: "has been added",
  removed: "has been removed",
  changed: "has changed",
  renamed: "has a new name",
} as const;
const heads = {
  new: "is new",
  changed: "changes",
  drifted: "is as planned, but the cluster has something else; up leaves that",
} as const;

/** Every change with its lines, and a line that sums them up. */
export function diffText(diffs: readonly ReleaseDiff[], view: DiffView): string {
  const parts = diffs.flatMap(({ release, status, changes }) => {
    if (status === "unchanged") return [];
    if (status === "same objects")
      return [view.paint("dim", `${release}: what it deploys is the same, but not what it is made of`)];
    return [view.paint("bold", `${release} ${heads[status]}`), ...changes.map((change) => changeText(change, view))];
  });
  return [...parts, summary(diffs)].join("\n\n");
}

function changeText({ change, object, from, before, after }: ObjectChange, view: DiffView): string {
  const { namespace, name, kind, group } = object;
  const style = change === "added" ? "good" : change === "removed" ? "bad" : "warn";
  const was = from === undefined ? "" : ` (was ${from.namespace}, ${from.name})`;
  const head = `${namespace}, ${name}, ${kind} (${group || "v1"}) ${verbs[change]}${was}:`;
  return [view.paint(style, head), ...lines(before, after, view)].join("\n");
}

function lines(before: string, after: string, { context, stripTrailingCr, paint }: DiffView): string[] {
  const around = context < 0 ? Number.MAX_SAFE_INTEGER : context;
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: around, stripTrailingCr });
  return hunks.flatMap(({ lines }, index) => [
    ...(index > 0 ? [paint("dim", "...")] : []),
    ...lines
      .filter((line) => !line.startsWith("\\"))
      .map((line) => {
        const text = `${line[0]} ${line.slice(1)}`.trimEnd();
        return line[0] === "+" ? paint("good", text) : line[0] === "-" ? paint("bad", text) : text;
      }),
  ]);
}

function summary(diffs: readonly ReleaseDiff[]): string {
  const count = (test: (diff: ReleaseDiff) => boolean) => diffs.filter(test).length;
  const all = diffs.flatMap(({ changes }) => changes);
  const objects = (change: ObjectChange["change"]) => all.filter((one) => one.change === change).length;
  const [fresh, changed, drifted] = (["new", "changed", "drifted"] as const).map((one) =>
    count(({ status }) => status === one),
  ) as [number, number, number];
  const unchanged = count(({ status }) => status === "unchanged");
  if (unchanged === diffs.length)
    return `No changes: ${diffs.length} ${diffs.length === 1 ? "release" : "releases"} unchanged.`;
  const some = (number: number, word: string) => (number > 0 ? `, ${number} ${word}` : "");
  const releases = `${fresh} new, ${changed} changed${some(drifted, "drifted")}, ${diffs.length - fresh - changed - drifted} unchanged`;
  const renamed = some(objects("renamed"), "renamed");
  return `Releases: ${releases}. Objects: ${objects("added")} added, ${objects("changed")} changed, ${objects("removed")} removed${renamed}.`;
}
