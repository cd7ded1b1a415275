import { suggest } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";

export interface NamedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly context?: string | undefined;
}

/** The releases that words name: `name`, `name@namespace` or the whole uniqname; all without any. Throws RELEASE_UNKNOWN. */
export function chooseReleases<R extends NamedRelease>(releases: readonly R[], words: readonly string[]): readonly R[] {
  const namesOf = ({ name, namespace, context }: R) => [
    ...(context === undefined ? [] : [`${name}@${namespace}@${context}`]),
    `${name}@${namespace}`,
    name,
  ];
  for (const wanted of words) {
    if (releases.some((one) => namesOf(one).includes(wanted))) continue;
    const near = suggest(wanted, releases.flatMap(namesOf));
    throw new HelmwatchError("RELEASE_UNKNOWN", `there is no release ${JSON.stringify(wanted)}`, {
      hint:
        near === undefined
          ? `the releases are ${releases.map((one) => namesOf(one)[0]).join(", ")}`
          : `did you mean "${near}"?`,
    });
  }
  return words.length === 0 ? releases : releases.filter((one) => namesOf(one).some((name) => words.includes(name)));
}
