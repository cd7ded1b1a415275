import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { renderers } from "./compile.js";
import { goFolder } from "./source-digest.js";

/** The licences of all modules that the engines are linked from, one after the other. */
export async function licences(): Promise<string> {
  const template = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}";
  const packages = renderers.map((renderer) => `./cmd/${renderer}`);
  const { stdout } = await execa("go", ["list", "-deps", "-f", template, ...packages], {
    cwd: goFolder,
    env: { GOOS: "js", GOARCH: "wasm", GOFLAGS: "", GOWORK: "off" },
  });
  const modules = [...new Set(stdout.split("\n"))].filter((line) => line !== "").sort();
  const texts = modules.map(async (line) => {
    const [path = "", version = "", folder = ""] = line.split(" ");
    // Stand-ins are ours.
    if (folder.startsWith(goFolder)) return [];
    const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
    if (names.length === 0) throw new Error(`${path} ${version} has no licence`);
    const files = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    return [`${path} ${version}\n\n${files.map((text) => text.trim()).join("\n\n")}\n`];
  });
  return (await Promise.all(texts)).flat().join(`\n${"=".repeat(80)}\n\n`);
}
