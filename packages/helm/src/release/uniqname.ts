import type { ReleaseId } from "./helm-release.js";

/** `name@namespace[@context]`: the key of every map by release. */
export function uniqname({ name, namespace, context }: ReleaseId): string {
  return context ? `${name}@${namespace}@${context}` : `${name}@${namespace}`;
}
