import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { engines, wasmTarget } from "./compile.js";

/** The licences of all modules that the engines are linked from, one after the other. */
export async function licences(): Promise<string> {
  const template = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}";
  const lists = Object.values(engines).map(async ({ folder, program }) => {
    const { stdout } = await execa("go", ["list", "-deps", "-f", template, program], { cwd: folder, env: wasmTarget });
    // Stand-ins are ours.
    return stdout.split("\n").filter((line) => line !== "" && !line.split(" ")[2]?.startsWith(folder));
  });
  const modules = [...new Set((await Promise.all(lists)).flat())].sort();
  const texts = modules.map(async (line) => {
    const [path = "", version = "", folder = ""] = line.split(" ");
    const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
    if (names.length === 0) throw new Error(`${path} ${version} has no licence`);
    const files = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    return `${path} ${version}\n\n${files.map((text) => text.trim()).join("\n\n")}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"=".repeat(80)}\n\n`);
}
