import {
  type Diagnostic,
  type ErrorCode,
  HelmwatchError,
  isHelmwatchError,
  type SourceRange,
} from "@helmwatch/core/plugin";
import { readPlace } from "./read-place.js";

/** What Go says about a template without a result. */
export interface Failure {
  readonly message: string;
  /** The function that an unknown one may have been meant to be; empty for none. */
  readonly suggestion?: string;
  /** The renderer that knows an unknown function, or "values" for a function of the plan; empty for none. */
  readonly elsewhere?: string;
  /** Says which function needs what; empty when that is not the matter. */
  readonly unavailable?: string;
}

/** Facts of every error of a template. */
export interface TemplatePlace {
  readonly file: string;
  readonly range?: SourceRange;
}

/** `thrown` is what a port threw, when that ended the template. */
export function templateError(
  { name, text }: { readonly name: string; readonly text: string },
  failure: Failure,
  thrown: unknown,
): HelmwatchError {
  const { message, range, phase } = readPlace(failure.message, { name, text });
  const facts: TemplatePlace = { file: name, ...(range === undefined ? {} : { range }) };
  const cause = thrown === undefined ? {} : { cause: thrown };
  if (failure.unavailable) {
    const hint = "get it outside of the template and pass it in, e.g. with requiredEnv, readFile or exec";
    return new HelmwatchError("TEMPLATE_UNAVAILABLE", failure.unavailable, { hint, facts: { ...facts }, ...cause });
  }
  const root = rootOf(thrown);
  if (root) return new HelmwatchError(root.code, withRoot(message, root), { facts: { ...facts }, ...cause });
  const code: ErrorCode = phase === "parse" ? "TEMPLATE_SYNTAX" : "TEMPLATE_FAILED";
  const hint = hintOf(failure, message);
  return new HelmwatchError(code, message, { ...(hint ? { hint } : {}), facts: { ...facts }, ...cause });
}

/** The error that began it all, when a template asked for another that failed. */
function rootOf(thrown: unknown): HelmwatchError | undefined {
  if (!isHelmwatchError(thrown)) return undefined;
  return rootOf(thrown.cause) ?? thrown;
}

/** `getValues: what is wrong there`, however many templates lie between. */
function withRoot(message: string, root: HelmwatchError): string {
  const port = /^\w+: /.exec(message)?.[0] ?? "";
  return `${port}${root.message}`;
}

function hintOf({ suggestion, elsewhere }: Failure, message: string): string | undefined {
  if (message === "unexpected EOF") return "an if, range, with, block or define has no end";
  if (elsewhere === "values") return "this function exists in values files only";
  if (elsewhere) return `this function is one of ${elsewhere}'s: use \`renderer: ${elsewhere}\``;
  return suggestion ? `did you mean "${suggestion}"?` : undefined;
}

/** The engine ended. `inner` is the error of a template within this one that ended it. */
export function crash(file: string, reason: string, inner: unknown): HelmwatchError {
  const lines = reason.split("\n").map((line) => line.trim());
  const why = lines.find((line) => /^(fatal error|panic|runtime):/.test(line)) ?? lines[0] ?? "";
  return new HelmwatchError("TEMPLATE_CRASHED", `the template engine ended while it rendered this: ${why}`, {
    hint: "look for a template that calls itself without end, or a list that grows without end",
    facts: { file },
    ...(inner === undefined ? {} : { cause: inner }),
  });
}

/** An error of `render` as findings, the innermost template first: that is where the user looks. */
export function templateDiagnostics(error: HelmwatchError): readonly Diagnostic[] {
  const { file, range } = error.facts as Partial<TemplatePlace>;
  const own: Diagnostic = {
    code: error.code,
    severity: "error",
    message: error.message,
    ...(file === undefined ? {} : { file }),
    ...(range === undefined ? {} : { range }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
  return isHelmwatchError(error.cause) ? [...templateDiagnostics(error.cause), own] : [own];
}
