import { stringify } from "yaml";
import { isDataMap } from "../config/data-path.js";

/** Keys that people look for first. */
const first = ["apiVersion", "kind", "metadata", "name", "namespace"];

/** An object as YAML whose keys stand in one order, whoever wrote it. */
export function objectText(data: unknown): string {
  return stringify(ordered(data), { lineWidth: 0, aliasDuplicateObjects: false });
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isDataMap(value)) return value;
  const keys = Object.keys(value).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key])]));
}

function place(key: string): number {
  const index = first.indexOf(key);
  return index < 0 ? first.length : index;
}
