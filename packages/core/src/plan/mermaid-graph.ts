import type { DrawnPlan } from "./draw-graph.js";

/**
 * Releases and monitors as a mermaid flowchart: an arrow leads from a release to what it depends on, a dotted one from
 * a monitor to the releases that it watches, labelled with what it does to them.
 */
export function mermaidGraph({ releases, monitors }: DrawnPlan): string {
  const ids = new Map(releases.map(({ uniqname }, index) => [uniqname, `r${index}`]));
  const monitorIds = new Map(monitors.map(({ name }, index) => [name, `m${index}`]));
  const lines = ["flowchart RL"];
  for (const { uniqname } of releases) lines.push(`${ids.get(uniqname)}["${escaped(uniqname)}"]`);
  for (const { name } of monitors) lines.push(`${monitorIds.get(name)}{{"${escaped(name)}"}}`);
  for (const { uniqname, dependsOn } of releases)
    for (const { uniqname: to, condition, optional } of dependsOn) {
      const labels = [...(condition === "monitored" ? ["monitored"] : []), ...(optional ? ["optional"] : [])];
      lines.push(`${ids.get(uniqname)} -->${labels.length > 0 ? `|${labels.join(", ")}|` : ""} ${ids.get(to)}`);
    }
  for (const { uniqname, monitors: watching } of releases)
    for (const { name, action } of watching)
      if (monitorIds.has(name)) lines.push(`${monitorIds.get(name)} -.->|${action}| ${ids.get(uniqname)}`);
  return `${lines.join("\n  ")}\n`;
}

/** For a label in quotes. Mermaid reads `#34;` as the character with that code, and HTML. */
function escaped(text: string): string {
  if (/^[\w @/:.-]*$/.test(text)) return text;
  return text.replace(/[^\p{L}\p{N} @/:._-]/gu, (character) => `#${character.codePointAt(0)};`);
}
