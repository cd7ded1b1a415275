import { orderNodes } from "../graph/order-nodes.js";
import { sha256 } from "../plan/content.js";
import type { SelectedRelease } from "../plan/plan.js";
import type { Diagnostic } from "../plugin/index.js";
import { checkValuesText } from "./check-values-text.js";
import { type RenderInput, valuesRenderer } from "./render-values.js";
import { type FailedRender, templateDiagnostics } from "./template-diagnostics.js";
import type { ValuesFile } from "./values-file.js";

export interface RenderedFile {
  readonly file: ValuesFile;
  readonly text: string;
  readonly sha256: string;
}

export interface RenderedFiles {
  readonly files: readonly RenderedFile[];
  /** In values files, or in what was rendered from them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders templates, those of a release after those of all that it depends on. */
export function renderFiles(templates: readonly ValuesFile[], input: RenderInput): RenderedFiles {
  const { engine, selected } = input;
  const renderer = valuesRenderer(input);
  const files: RenderedFile[] = [];
  const failures: FailedRender[] = [];
  for (const file of inOrder(templates, selected.releases)) {
    const result = renderer.render(file);
    if ("text" in result) files.push({ file, text: result.text, sha256: sha256(result.text) });
    else failures.push({ release: file.release.uniqname, error: result.error });
  }
  return { files, diagnostics: [...templateDiagnostics(failures, engine), ...checkRendered(files)] };
}

function inOrder(templates: readonly ValuesFile[], releases: readonly SelectedRelease[]): readonly ValuesFile[] {
  const graph = new Map(releases.map(({ uniqname, dependsOn }) => [uniqname, dependsOn.map((to) => to.uniqname)]));
  const byRelease = new Map<string, ValuesFile[]>();
  for (const file of templates) {
    const of = byRelease.get(file.release.uniqname);
    if (of) of.push(file);
    else byRelease.set(file.release.uniqname, [file]);
  }
  return orderNodes(graph).flatMap((uniqname) => byRelease.get(uniqname) ?? []);
}

/** Each text of a file once: many releases may have the same. */
function checkRendered(files: readonly RenderedFile[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return files.flatMap(({ file, text, sha256 }) => {
    const key = `${file.source.shown}\n${sha256}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const shown = `${file.source.shown} (as rendered for ${file.release.uniqname})`;
    return checkValuesText(Buffer.from(text), shown);
  });
}
