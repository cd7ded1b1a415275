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

const verbs = { added: "has been added", removed: "has been removed", changed: "has changed" } as const;

/** Every change with its lines, and a line that sums them up. */
export function diffText(diffs: readonly ReleaseDiff[], view: DiffView): string {
  const parts = diffs.flatMap(({ release, status, changes }) => {
    if (status === "unchanged") return [];
    const head = status === "new" ? `${release} is new` : status === "changed" ? `${release} changes` : undefined;
    if (head === undefined)
      return [view.paint("dim", `${release}: what it deploys is the same, but not what it is made of`)];
    return [view.paint("bold", head), ...changes.map((change) => changeText(change, view))];
  });
  return [...parts, summary(diffs)].join("\n\n");
}

function changeText({ change, object, before, after }: ObjectChange, view: DiffView): string {
  const { namespace, name, kind, group } = object;
  const style = change === "added" ? "good" : change === "removed" ? "bad" : "warn";
  const head = `${namespace}, ${name}, ${kind} (${group || "v1"}) ${verbs[change]}:`;
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
  const unchanged = count(({ status }) => status === "unchanged");
  const releases = `Releases: ${count(({ status }) => status === "new")} new, ${count(({ status }) => status === "changed")} changed, ${diffs.length - count(({ status }) => status === "new" || status === "changed")} unchanged`;
  return unchanged === diffs.length
    ? `No changes: ${diffs.length} ${diffs.length === 1 ? "release" : "releases"} unchanged.`
    : `${releases}. Objects: ${objects("added")} added, ${objects("changed")} changed, ${objects("removed")} removed.`;
}
