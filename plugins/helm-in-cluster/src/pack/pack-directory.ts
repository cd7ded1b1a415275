import { buffer } from "node:stream/consumers";
import { chartFiles } from "@helmwatch/helm";
import { create } from "tar";

/** A chart's folder as .tgz: what its .helmignore leaves in. The same files give the same bytes. */
export async function packDirectory(directory: string): Promise<Buffer> {
  const files = await chartFiles(directory);
  return buffer(
    create(
      { cwd: directory, gzip: true, portable: true, follow: true, noMtime: true, noDirRecurse: true },
      files.map((file) => `./${file}`), // "@file" would be an archive to add.
    ),
  );
}
