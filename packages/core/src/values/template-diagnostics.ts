import type { Diagnostic } from "../plugin/index.js";
import { isHelmwatchError } from "../plugin/index.js";
import type { ValuesEngine } from "./values-engine.js";

export interface FailedRender {
  readonly release: string;
  readonly error: unknown;
}

/**
 * Why files could not be rendered, each place once: that where it went wrong, not the files that asked for this one.
 * Throws what is no error of a template.
 */
export function templateDiagnostics(
  failures: readonly FailedRender[],
  engine: Pick<ValuesEngine, "diagnostics">,
): readonly Diagnostic[] {
  const found = new Map<string, { diagnostic: Diagnostic; releases: string[] }>();
  for (const { release, error } of failures) {
    if (!isHelmwatchError(error)) throw error;
    const diagnostic = innermost(engine.diagnostics(error));
    const key = JSON.stringify(diagnostic);
    const before = found.get(key);
    if (before) before.releases.push(release);
    else found.set(key, { diagnostic, releases: [release] });
  }
  return [...found.values()].map(({ diagnostic, releases: [first = "", ...others] }) => {
    const { message } = diagnostic;
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return message.includes(first) ? diagnostic : { ...diagnostic, message: `${message} (release "${first}"${more})` };
  });
}

/** What has no place itself, such as a file that is not there, is told where it was asked for. */
function innermost(chain: readonly Diagnostic[]): Diagnostic {
  const at = Math.max(
    chain.findIndex(({ file }) => file !== undefined),
    0,
  );
  const hint = chain.slice(0, at + 1).findLast(({ hint }) => hint !== undefined)?.hint;
  return { ...chain[at]!, ...(hint === undefined ? {} : { hint }) };
}
