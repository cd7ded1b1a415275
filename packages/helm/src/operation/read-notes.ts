const notesLimit = 16 * 1024;

/** The chart's notes, which end helm's output; undefined when it has none. */
export function readNotes(stdout: string): string | undefined {
  const notes = /^NOTES:\r?\n([\s\S]*)$/m.exec(stdout)?.[1]?.trim();
  if (!notes) return undefined;
  return notes.length > notesLimit ? `${notes.slice(0, notesLimit)}\n…` : notes;
}
