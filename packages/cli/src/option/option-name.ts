/** The long name of an option: `-f, --file <path>` → `file`, `--tt, --match-all-tags` → `match-all-tags`. */
export function longName(flags: string): string {
  return flags.match(/--([\w-]+)(?=[^-\w]*(?:[<[].*)?$)/)?.[1] ?? "";
}

/** The variable of an option: `match-all-tags` → `HELMWATCH_MATCH_ALL_TAGS`. */
export function variableName(flags: string): string {
  return `HELMWATCH_${longName(flags).replaceAll("-", "_").toUpperCase()}`;
}

/** The key that commander gives an option: `match-all-tags` → `matchAllTags`. */
export function optionKey(flags: string): string {
  return longName(flags).replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
