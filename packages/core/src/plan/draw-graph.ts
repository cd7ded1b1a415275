import { visible } from "../config/format-diagnostic.js";
import { orderNodes } from "../graph/order-nodes.js";
import type { PlannedDependency, SelectedMonitor, SelectedRelease } from "./plan.js";

/** What there is to draw of a plan, or of a selection that is not a plan yet. */
export interface DrawnPlan {
  readonly releases: readonly Pick<SelectedRelease, "uniqname" | "dependsOn" | "monitors">[];
  readonly monitors: readonly Pick<SelectedMonitor, "name" | "releases">[];
}

export interface DrawOptions {
  /** Of the terminal. At least 20. */
  readonly columns: number;
  /** helmwave's --graph-width: 0 full names, 1 no graph at all, N > 1 the first N characters, N < 0 without the last N. */
  readonly graphWidth?: number;
  /** Only characters that every terminal has. */
  readonly ascii?: boolean;
}

const fine = { top: "┌", next: "├", rail: "│", end: "└", after: "←", monitor: "◇", cut: "…" };
const plain: typeof fine = { top: "+", next: "+", rail: "|", end: "+", after: "<-", monitor: "*", cut: "~" };

/**
 * The graph for a terminal, in ranks: a release stands one below the last of those that it depends on, which follow its
 * arrow (three or more that are a whole rank as "all of 1"), and above its monitors. An outline, since boxes and lines of a hundred releases cannot be read. Ends with a
 * newline unless it is empty.
 */
export function drawGraph({ releases, monitors }: DrawnPlan, options: DrawOptions): string {
  const { columns, graphWidth = 0, ascii = false } = options;
  if (graphWidth === 1 || (releases.length === 0 && monitors.length === 0)) return "";
  const sign = ascii ? plain : fine;
  const lines: string[] = [];
  const add = (lead: string, items: readonly string[]) =>
    lines.push(...flow(lead, items, columns - 2, sign).map((line) => `${sign.rail} ${line}`));
  const short = (name: string) => shorten(visible(name), graphWidth);
  const rows = ranks(releases);
  const rankOf = new Map(rows.flatMap((row, rank) => row.map(({ uniqname }) => [uniqname, rank] as const)));
  const wholeRanks = (dependsOn: readonly PlannedDependency[]) => {
    const counts = new Map<number, number>();
    for (const { uniqname, condition, optional } of dependsOn) {
      const rank = rankOf.get(uniqname);
      if (rank !== undefined && condition === "deployed" && !optional) counts.set(rank, (counts.get(rank) ?? 0) + 1);
    }
    return new Set(
      [...counts].filter(([rank, count]) => count >= 3 && count === rows[rank]!.length).map(([rank]) => rank),
    );
  };
  rows.forEach((row, index) => {
    lines.push(`${index === 0 ? sign.top : sign.next} ${index + 1}`);
    for (const { uniqname, dependsOn, monitors: watching } of row) {
      const whole = wholeRanks(dependsOn);
      const others = dependsOn.filter((to) => !whole.has(rankOf.get(to.uniqname) ?? -1));
      const after = [
        ...[...whole].map((rank) => `all of ${rank + 1}`),
        ...others.map(({ uniqname, condition, optional }) => {
          const notes = [...(condition === "monitored" ? ["monitored"] : []), ...(optional ? ["optional"] : [])];
          return notes.length > 0 ? `${short(uniqname)} (${notes.join(", ")})` : short(uniqname);
        }),
      ];
      const lead = after.length > 0 ? `${short(uniqname)} ${sign.after} ` : short(uniqname);
      add(lead, after);
      const watchers = watching.map(({ name, action }) =>
        action === "rollback" ? short(name) : `${short(name)} (${action})`,
      );
      if (watchers.length > 0) add(`  ${sign.monitor} `, watchers);
    }
  });
  const alone = monitors.filter(({ releases: of }) => of.length === 0).map(({ name }) => short(name));
  if (alone.length > 0) {
    lines.push(`${lines.length === 0 ? sign.top : sign.next} monitors of no release`);
    add(`  ${sign.monitor} `, alone);
  }
  return `${[...lines, sign.end].join("\n")}\n`;
}

type DrawnRelease = DrawnPlan["releases"][number];

function ranks(releases: readonly DrawnRelease[]): readonly DrawnRelease[][] {
  const byName = new Map(releases.map((release) => [release.uniqname, release]));
  const graph = new Map(releases.map(({ uniqname, dependsOn }) => [uniqname, dependsOn.map((to) => to.uniqname)]));
  const rankOf = new Map<string, number>();
  for (const name of orderNodes(graph)) {
    let rank = 0;
    for (const to of graph.get(name) ?? []) rank = Math.max(rank, (rankOf.get(to) ?? -1) + 1);
    rankOf.set(name, rank);
  }
  const rows: DrawnRelease[][] = [];
  for (const [name, release] of byName) {
    const rank = rankOf.get(name) ?? 0;
    while (rows.length <= rank) rows.push([]);
    rows[rank]!.push(release);
  }
  return rows;
}

function shorten(name: string, graphWidth: number): string {
  const characters = Array.from(name);
  if (graphWidth === 0) return name;
  return characters.slice(0, graphWidth > 0 ? graphWidth : Math.max(1, characters.length + graphWidth)).join("");
}

/** A lead and a list that goes on below it, no line wider than `room`. */
function flow(lead: string, items: readonly string[], room: number, { cut }: typeof fine): string[] {
  const start = fit(lead, room, cut);
  const indent = " ".repeat(Math.min(width(start), 4 + Math.floor(room / 3)));
  const lines = [start];
  for (const [index, item] of items.entries()) {
    const text = index < items.length - 1 ? `${item},` : item;
    const line = lines.at(-1)!;
    const gap = line.endsWith(" ") ? "" : " ";
    if (width(line) + gap.length + width(text) <= room) lines[lines.length - 1] = `${line}${gap}${text}`;
    else lines.push(`${indent}${fit(text, room - indent.length, cut)}`);
  }
  return lines.map((line) => line.trimEnd());
}

function fit(text: string, room: number, cut: string): string {
  if (width(text) <= room) return text;
  let kept = "";
  for (const character of text) {
    if (width(kept) + width(character) > room - 1) break;
    kept += character;
  }
  return kept + cut;
}

const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns of a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}
