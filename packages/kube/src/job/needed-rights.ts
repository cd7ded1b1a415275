import type { Right } from "./missing-rights.js";

/** A right for each of the verbs. */
export const rightsTo = (
  group: string,
  resource: string,
  verbs: readonly string[],
  namespace?: string,
): readonly Right[] =>
  verbs.map((verb) => ({ verb, group, resource, ...(namespace === undefined ? {} : { namespace }) }));

/** What this package needs in the namespace of Jobs. */
export const jobRights = (namespace: string): readonly Right[] => [
  ...rightsTo("batch", "jobs", ["get", "list", "watch", "create", "patch", "delete"], namespace),
  ...rightsTo("", "secrets", ["create"], namespace),
  ...rightsTo("", "pods", ["list", "watch", "delete"], namespace),
  ...rightsTo("", "pods/log", ["get"], namespace),
  ...rightsTo("", "events", ["list"], namespace),
];
