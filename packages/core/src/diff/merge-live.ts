import { type DataMap, isDataMap } from "../config/data-path.js";
import { sameQuantity } from "./same-quantity.js";

/** Fields of lists by which their items are the same; the first that all items have. */
const listKeys = ["name", "mountPath", "devicePath", "containerPort", "port", "key", "ip", "topologyKey", "uid"];

/**
 * What becomes of a live object when helm brings it from what it recorded to what is planned: fields that the plan names
 * get its values, those that only the record names go, and all others stay, such as defaults of the API server or what
 * other controllers set. So it differs from the live object by drift that is undone and by what the plan changes.
 */
export function mergeLive(live: unknown, recorded: unknown, planned: unknown, path: readonly string[] = []): unknown {
  if (isDataMap(live) && isDataMap(planned)) return mergeMaps(live, isDataMap(recorded) ? recorded : {}, planned, path);
  if (Array.isArray(live) && Array.isArray(planned))
    return mergeLists(live, Array.isArray(recorded) ? recorded : [], planned, path);
  return live === planned || sameQuantity(live, planned, path) ? live : planned;
}

function mergeMaps(live: DataMap, recorded: DataMap, planned: DataMap, path: readonly string[]): DataMap {
  const stays = Object.entries(live).filter(([key]) => key in planned || !(key in recorded));
  const merged = { ...Object.fromEntries(stays) };
  for (const [key, value] of Object.entries(planned)) {
    // A null asks for the default, and the API server has set it.
    if (value === null) continue;
    merged[key] = key in live ? mergeLive(live[key], recorded[key], value, [...path, key]) : value;
  }
  return merged;
}

function mergeLists(
  live: readonly unknown[],
  recorded: readonly unknown[],
  planned: readonly unknown[],
  path: readonly string[],
): readonly unknown[] {
  const key = listKeys.find((one) => [live, planned].every((items) => areKeyed(items, one)));
  if (key === undefined) {
    if (live.length !== planned.length) return planned;
    return planned.map((item, index) => mergeLive(live[index], recorded[index], item, path));
  }
  const find = (items: readonly unknown[], item: unknown) => items.find((one) => keyOf(one, key) === keyOf(item, key));
  const kept = live.flatMap((item) => {
    const wanted = find(planned, item);
    if (wanted !== undefined) return [mergeLive(item, find(recorded, item), wanted, path)];
    return find(recorded, item) === undefined ? [item] : [];
  });
  return [...kept, ...planned.filter((item) => find(live, item) === undefined)];
}

const keyOf = (item: unknown, key: string) => (isDataMap(item) ? item[key] : undefined);

function areKeyed(items: readonly unknown[], key: string): boolean {
  const keys = items.map((item) => keyOf(item, key));
  return keys.every((one) => one !== undefined) && new Set(keys).size === keys.length;
}
