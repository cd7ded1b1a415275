import type { ReleaseConfig } from "../config/config.js";

/** What a run is about; helmwave's rules. */
export interface Selection {
  /** Trimmed; empty ones count for nothing. None: every release is selected. A uniqname is a tag, too. */
  readonly tags: readonly string[];
  /** Whether a release must carry all the tags rather than any one. */
  readonly matchAll: boolean;
  /** Whether what the selected releases depend on is pulled in, transitively and whatever its tags. */
  readonly dependencies: boolean;
  /** Terms that a release must meet besides, all of them: `team=web`, `tier!=db`. See `matchesLabels`. */
  readonly labels?: readonly string[];
  /** The layer of `environments` that was laid over the file. */
  readonly environment?: string;
}

export function wantedTags({ tags }: Selection): readonly string[] {
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
}

export function matchesTags(selection: Selection): (release: Pick<ReleaseConfig, "tags" | "uniqname">) => boolean {
  const wanted = wantedTags(selection);
  if (wanted.length === 0) return () => true;
  return ({ tags, uniqname }) => {
    const isCarried = (tag: string) => tag === uniqname || tags.includes(tag);
    return selection.matchAll ? wanted.every(isCarried) : wanted.some(isCarried);
  };
}

interface LabelTerm {
  readonly key: string;
  readonly value: string;
  readonly isEqual: boolean;
}

/** `key=value`, `key==value` or `key!=value`; undefined for anything else. */
export function labelTerm(text: string): LabelTerm | undefined {
  const [, key, operator, value] = /^([^=!\s]+)\s*(==?|!=)\s*(\S*)$/.exec(text.trim()) ?? [];
  return key === undefined || value === undefined ? undefined : { key, value, isEqual: operator !== "!=" };
}

/** Of the labels of a release, with `name`, `namespace` and `chart` beside them; one that is missing has no value. */
export function matchesLabels({ labels = [] }: Selection): (release: ReleaseConfig) => boolean {
  const terms = labels.flatMap((text) => labelTerm(text) ?? []);
  if (terms.length === 0) return () => true;
  return ({ labels, name, namespace, chart }) => {
    const values: Readonly<Record<string, string>> = { name, namespace, chart: chart.name, ...labels };
    return terms.every(({ key, value, isEqual }) => (values[key] === value) === isEqual);
  };
}
