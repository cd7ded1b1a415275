import { execa } from "execa";

/** Brings the image of an archive to every node of a kind cluster. */
export async function loadArchive(
  { kind, name, env }: { kind: string; name: string; env: Readonly<Record<string, string>> },
  archive: string,
  signal: AbortSignal,
): Promise<void> {
  await execa(kind, ["load", "image-archive", archive, "--name", name], { env, cancelSignal: signal });
}
