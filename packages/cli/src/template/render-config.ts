import { readFile, rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Diagnostic } from "@helmwatch/core/plugin";
import { HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import type { CommandCall } from "../command/command.js";
import { line } from "../log/log-line.js";
import { Rejected } from "../log/rejected.js";

/** Renders the config file's template into the config file. Throws what is wrong with it, with its place. */
export async function renderConfig({ console, options, world }: CommandCall): Promise<void> {
  const { tpl, file = "helmwave.yml" } = options;
  const text = await readFile(resolve(world.cwd, tpl), "utf8").catch((error) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new HelmwatchError("CONFIG_NOT_FOUND", `template ${JSON.stringify(tpl)} cannot be read: ${why}`, {
      hint: "name another with --tpl",
    });
  });
  const source = { texts: new Map([[tpl, text]]) };
  const warnings: Diagnostic[] = [];
  const { hasDelimiters, openTemplates, templateDiagnostics } = await import("@helmwatch/gotemplate");
  let rendered = text;
  if (hasDelimiters(text)) {
    const { templateHost } = await import("./template-host.js");
    const renderer = options.ymlTemplater ?? options.templater;
    const host = templateHost(world, (warning) => void warnings.push(warning));
    const templates = await openTemplates(host, [renderer]);
    try {
      rendered = templates.render({ name: tpl, text, renderer, data: {} });
    } catch (error) {
      if (!isHelmwatchError(error)) throw error;
      throw new Rejected([...warnings, ...templateDiagnostics(error)], source);
    }
  }
  await console.diagnostics(warnings, source);
  const path = resolve(world.cwd, file);
  // It may hold what templates read of secrets; and whoever reads it meanwhile reads the old one or the new one.
  await writeFile(`${path}.new`, rendered, { mode: 0o600 });
  await rename(`${path}.new`, path);
  console.log(line("info", "config file is rendered", { from: tpl, to: file }));
}
