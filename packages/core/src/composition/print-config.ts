import { Document, isMap, isScalar, isSeq, type Node } from "yaml";
import { isSecretKey, type Place } from "../config/finding.js";
import type { Path } from "../config/source-map.js";

export interface PrintedConfig {
  readonly data: unknown;
  locate(path: Path): Place;
}

/** The config as one YAML file, every value with the place it was written at; secrets are not shown. */
export function printConfig({ data, locate }: PrintedConfig): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  document.contents = annotated(document.contents, [], locate) as typeof document.contents;
  return document.toString({ lineWidth: 0 });
}

function annotated(node: unknown, path: Path, locate: PrintedConfig["locate"]): unknown {
  if (isMap(node) && node.items.length > 0) {
    for (const pair of node.items) {
      const key = String(isScalar(pair.key) ? pair.key.value : pair.key);
      pair.value = annotated(pair.value, [...path, key], locate) as Node;
    }
    return node;
  }
  if (isSeq(node) && node.items.length > 0) {
    node.items = node.items.map((item, index) => annotated(item, [...path, index], locate));
    return node;
  }
  const shown = isHidden(path) && isScalar(node) ? new Document("***").contents! : (node as Node);
  const { file, range } = locate(path);
  shown.comment = ` ${file}:${range.start.line}`;
  return shown;
}

const isHidden = (path: Path) => path.some((step) => typeof step === "string" && isSecretKey(step));
