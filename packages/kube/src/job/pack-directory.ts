import { buffer } from "node:stream/consumers";
import { create } from "tar";

/** The given files of a directory (paths relative to it) as .tgz. The same files give the same bytes. */
export async function packDirectory(directory: string, files: readonly string[]): Promise<Buffer> {
  return buffer(
    create(
      { cwd: directory, gzip: true, portable: true, follow: true, noMtime: true, noDirRecurse: true },
      files.map((file) => `./${file}`), // "@file" would be an archive to add.
    ),
  );
}
