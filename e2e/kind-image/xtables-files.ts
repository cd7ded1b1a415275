import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { debianPrograms } from "../tools/debian-programs.js";
import type { ImageFile } from "../tools/image.js";
import type { Progress } from "../tools/progress.js";

const program = "/usr/sbin/xtables-nft-multi";
const names = ["iptables", "ip6tables"].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);

/** What kube-proxy runs: iptables, its extensions, and every library that these load. */
export async function xtablesFiles(call: {
  signal: AbortSignal;
  progress: Progress;
}): Promise<Record<string, ImageFile>> {
  await debianPrograms(["iptables"], call);
  const { stdout } = await execa("dpkg", ["--listfiles", "iptables"]);
  const folder = stdout.split("\n").find((path) => path.endsWith("/xtables"));
  if (!folder) throw new Error("expected Debian's package iptables to have a folder xtables with its extensions");
  const extensions = (await readdir(folder)).map((name) => join(folder, name));
  // Of the extensions too: the program loads one when a rule asks for it, and then a missing library fails the rule.
  const libraries = (await execa("ldd", [program, ...extensions])).stdout.matchAll(/(\/\S+) \(0x/g);
  const copies = [program, ...extensions, ...[...libraries].map(([, path]) => path!)];
  return {
    ...Object.fromEntries(copies.map((path) => [path, { copyOf: path }])),
    ...Object.fromEntries(names.map((name) => [`/usr/sbin/${name}`, { linkTo: program }])),
  };
}
