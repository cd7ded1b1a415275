import { parseAllDocuments } from "yaml";
import { isDataMap } from "../config/data-path.js";

/** One object of a manifest. */
export interface ManifestObject {
  /** What it is the same object by, across versions of its API: group, kind, namespace, name. */
  readonly key: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Hooks of tests say nothing about what runs; the annotation is helmwave's. */
const skipped = (annotations: Readonly<Record<string, unknown>>) =>
  annotations["helmwave.app/skip-diff"] === "true" ||
  /^test(-success|-failure)?$/.test(String(annotations["helm.sh/hook"] ?? ""));

/** The objects of YAML documents; `namespace` is where those go that name none. Documents that are none are left out. */
export function splitManifest(text: string, namespace: string): readonly ManifestObject[] {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: "error" });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => objectsIn(document.toJS({ maxAliasCount: -1 }), namespace));
}

function objectsIn(data: unknown, namespace: string): ManifestObject[] {
  if (!isDataMap(data) || typeof data.kind !== "string") return [];
  if (data.kind === "List" && Array.isArray(data.items))
    return data.items.flatMap((item) => objectsIn(item, namespace));
  const metadata = isDataMap(data.metadata) ? data.metadata : {};
  if (isDataMap(metadata.annotations) && skipped(metadata.annotations)) return [];
  const [group] = String(data.apiVersion ?? "").split("/").length > 1 ? String(data.apiVersion).split("/") : [""];
  const of = {
    group: group ?? "",
    kind: data.kind,
    namespace: String(metadata.namespace ?? namespace),
    name: String(metadata.name ?? metadata.generateName ?? ""),
  };
  return [{ ...of, key: JSON.stringify(Object.values(of)), data }];
}
