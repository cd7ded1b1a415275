/** What a run is about; helmwave's rules. */
export interface Selection {
  /** Trimmed; empty ones count for nothing. None: every release is selected. A uniqname is a tag, too. */
  readonly tags: readonly string[];
  /** Whether a release must carry all the tags rather than any one. */
  readonly matchAll: boolean;
  /** Whether what the selected releases depend on is pulled in, transitively and whatever its tags. */
  readonly dependencies: boolean;
  /** The layer of `environments` that was laid over the file. */
  readonly environment?: string;
}

export function wantedTags({ tags }: Selection): readonly string[] {
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
}

export function matchesTags(selection: Selection): (carried: ReadonlySet<string>) => boolean {
  const wanted = wantedTags(selection);
  if (wanted.length === 0) return () => true;
  return (carried) =>
    selection.matchAll ? wanted.every((tag) => carried.has(tag)) : wanted.some((tag) => carried.has(tag));
}
