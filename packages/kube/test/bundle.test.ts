import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./kubeconfig-file.js";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
const core = resolve(root, "../core");

describe.skipIf(!existsSync(join(dist, "index.js")) || !existsSync(join(core, "dist")))("the built package", () => {
  it("imports core, undici, yaml and Node, never client-node, which users do not install", () => {
    const code = readFileSync(join(dist, "index.js"), "utf8");
    const imported = [...code.matchAll(/^import\s(?:[^"';]*\sfrom\s)?"([^"]+)"/gm)].map(([, name]) => name!);
    const foreign = imported.filter((name) => !builtinModules.includes(name.replace("node:", "")));
    expect(new Set(foreign)).toEqual(new Set(["@helmwatch/core/plugin", "undici", "yaml"]));
  });

  it("has an entry for Jobs that loads nothing of what connects to a cluster", () => {
    const code = readFileSync(join(dist, "job/index.js"), "utf8");
    const imported = [...code.matchAll(/from "([^"]+)"/g)].map(([, name]) => name!);
    const foreign = imported.filter((name) => !builtinModules.includes(name.replace("node:", "")));
    expect(new Set(foreign)).toEqual(new Set(["@helmwatch/core/plugin", "tar"]));
  });

  it("has left out the generated API of client-node", () => {
    expect(statSync(join(dist, "index.js")).size).toBeLessThan(600_000);
  });

  it("mentions no type of client-node in its declarations", () => {
    const declarations = readdirSync(dist).filter((file) => file.endsWith(".d.ts"));
    for (const file of declarations) expect(readFileSync(join(dist, file), "utf8")).not.toMatch(/from ["']@kubernetes/);
    expect(declarations).toContain("index.d.ts");
  });

  it("loads where its dependencies are all that is installed", () => {
    const modules = join(temporaryFolder(), "node_modules");
    mkdirSync(join(modules, "@helmwatch/kube"), { recursive: true });
    cpSync(dist, join(modules, "@helmwatch/kube/dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(modules, "@helmwatch/kube/package.json"));
    symlinkSync(core, join(modules, "@helmwatch/core"));
    for (const name of ["tar", "undici", "yaml"]) symlinkSync(join(root, "node_modules", name), join(modules, name));
    const script = `import { connectKube } from "@helmwatch/kube";
      import "@helmwatch/kube/job";
      connectKube({ env: {}, kubeconfig: "none" }).catch((error) => console.log(error.code));`;
    const options = { cwd: resolve(modules, ".."), encoding: "utf8" } as const;
    expect(execFileSync(process.execPath, ["--input-type=module", "-e", script], options)).toBe("KUBE_CONFIG\n");
  });
});
