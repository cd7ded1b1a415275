import type { ChartConfig, ValuesConfig } from "../config/config.js";
import type { PlannedDependency, SelectedRelease } from "../plan/plan.js";
import { shownSource } from "./shown-source.js";

type Data = Readonly<Record<string, unknown>>;

/** A release as templates see it: the keys of the file, defaults applied, without credentials. */
export function releaseData({ index: _, ...release }: SelectedRelease): Data {
  const { chart, values, dependsOn, monitors, tags, uniqname, timeoutMs, context = "", ...rest } = release;
  return {
    ...inFileNames(rest),
    context,
    chart: chartData(chart),
    values: values.map(valuesData),
    depends_on: dependsOn.map(dependencyData),
    monitors: monitors.map(({ name, action }) => ({ name, action })),
    // As in helmwave, a release carries its own name as a tag.
    tags: [...tags, uniqname],
    timeout: goDuration(timeoutMs),
  };
}

export function inFileNames(data: object): Data {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [snake(key), value]));
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function chartData({ username: _, password: __, ...chart }: ChartConfig): Data {
  const texts = { version: "", repoUrl: "", caFile: "", certFile: "", keyFile: "", keyring: "" };
  return inFileNames({ ...texts, ...chart });
}

function valuesData(entry: ValuesConfig): Data {
  if (entry.kind === "inline") return entry.values;
  const { src, renderer = "", strict, delimiterLeft = "", delimiterRight = "" } = entry;
  return {
    src: shownSource(src),
    renderer,
    strict,
    delimiter_left: delimiterLeft,
    delimiter_right: delimiterRight,
  };
}

function dependencyData({ uniqname, optional, condition }: PlannedDependency): Data {
  return { name: uniqname, optional: optional === true, condition };
}

/** `1h2m3.5s`, as Go writes durations. */
export function goDuration(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  if (ms > 0 && ms < 1000) return `${ms}ms`;
  const seconds = `${(ms % 60_000) / 1000}s`;
  return `${hours > 0 ? `${hours}h` : ""}${hours > 0 || minutes > 0 ? `${minutes}m` : ""}${seconds}`;
}
