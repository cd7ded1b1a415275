import { basename, dirname } from "node:path";

/** The names in a folder, none where it cannot be read. */
export type FolderNames = (folder: string) => Promise<ReadonlySet<string>>;

/** Lists every folder once: thousands of charts or values files may stand in one. */
export function folderNames(readFolder: (path: string) => Promise<readonly string[]>): FolderNames {
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  return (folder) => {
    const before = known.get(folder);
    if (before) return before;
    const names = readFolder(folder).then(
      (list) => new Set(list),
      () => new Set<string>(),
    );
    known.set(folder, names);
    return names;
  };
}

export async function exists(path: string, names: FolderNames): Promise<boolean> {
  return (await names(dirname(path))).has(basename(path));
}
