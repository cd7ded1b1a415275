import { type DataMap, isDataMap } from "../config/data-path.js";
import { mergeLive } from "./merge-live.js";
import type { ManifestObject } from "./split-manifest.js";

/** Written by the API server and by helm, and no part of what a chart says. */
const ownFields = ["managedFields", "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink"];
const ownAnnotations = ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace"];

/** Both sides of a diff of recorded and planned objects, with the live ones in the place of the recorded. */
export async function againstLive(
  recorded: readonly ManifestObject[],
  planned: readonly ManifestObject[],
  readLive: (object: ManifestObject) => Promise<DataMap | undefined>,
): Promise<{ readonly before: readonly ManifestObject[]; readonly after: readonly ManifestObject[] }> {
  const old = new Map(recorded.map((object) => [object.key, object]));
  const now = new Map(planned.map((object) => [object.key, object]));
  const pairs = await Promise.all(
    [...new Map([...old, ...now]).values()].map(async ({ key }) => {
      const [left, right] = [old.get(key), now.get(key)];
      const object = (right ?? left)!;
      // A hook is gone as soon as it is done, mostly; what counts is what helm would run.
      if (isHook(object)) return { left, right };
      const live = await readLive(object);
      if (live === undefined) return { left: undefined, right };
      const before = { ...object, data: withoutOwn(live) };
      if (right === undefined) return { left: before, right };
      const data = mergeLive(before.data, left && written(left), written(right)) as DataMap;
      return { left: before, right: { ...right, data } };
    }),
  );
  return { before: pairs.flatMap(({ left }) => left ?? []), after: pairs.flatMap(({ right }) => right ?? []) };
}

function isHook({ data: { metadata } }: ManifestObject): boolean {
  return isDataMap(metadata) && isDataMap(metadata.annotations) && "helm.sh/hook" in metadata.annotations;
}

function withoutOwn({ status: _status, ...live }: DataMap): DataMap {
  const metadata = isDataMap(live.metadata) ? live.metadata : {};
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !ownFields.includes(key)));
  const { annotations, ...rest } = kept;
  const others = Object.entries(isDataMap(annotations) ? annotations : {}).filter(
    ([key]) => !ownAnnotations.includes(key),
  );
  return {
    ...live,
    metadata: { ...rest, ...(others.length === 0 ? {} : { annotations: Object.fromEntries(others) }) },
  };
}

/** An object as the API server would write it down: the texts of a Secret become its data. */
function written({ kind, data }: ManifestObject): DataMap {
  if (kind !== "Secret" || !isDataMap(data.stringData)) return data;
  const { stringData, ...rest } = data;
  const texts = Object.entries(stringData as DataMap);
  const encoded = texts.map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")]);
  return { ...rest, data: { ...(isDataMap(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) } };
}
