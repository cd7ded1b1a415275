import { createContext, Script } from "node:vm";
import { HelmwatchError } from "../plugin/index.js";
import type { PassWhen } from "./judge.js";

type Seen = Parameters<PassWhen>[0];

/** What the library's errors carry. Its classes are loaded lazily, so they are told by shape. */
interface CelError {
  readonly code?: string;
  readonly summary?: string;
  readonly message: string;
  readonly range?: { readonly start: number };
}

/**
 * Compiles a `pass_when`: CEL over `value`, `values`, `labels` and `facts` (https://cel.dev) that gives true or false.
 * Ints and doubles mix, unlike in plain CEL: every observed number is a double, and nobody writes `value * 2.0`.
 *
 * Rejects with CONFIG_INVALID, line and column in `facts`, when the expression does not parse, names an unknown
 * variable or cannot give a bool. What only an observation shows (a label that is not there) the PassWhen throws.
 */
export async function compilePassWhen(source: string): Promise<PassWhen> {
  const run = await parse(source);
  const bounded = limitTo(1000);
  return (seen) => {
    let result: unknown;
    try {
      result = bounded(() => run(seen));
    } catch (error) {
      throw invalid(source, failure(error as CelError, seen));
    }
    if (typeof result === "boolean") return result;
    throw invalid(
      source,
      `gives ${typeof result === "string" ? JSON.stringify(result) : result}, expected true or false`,
    );
  };
}

async function parse(source: string): Promise<(seen: Seen) => unknown> {
  // Only a monitor with a pass_when pays for it: as much as a third of the start of node.
  const { Environment } = await import("@marcbachmann/cel-js");
  const environment = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 100 } })
    .registerVariable("value", "dyn")
    .registerVariable("values", "list<double>")
    .registerVariable("labels", "list<map<string, string>>")
    .registerVariable("facts", "map<string, dyn>")
    .registerOperator("double == int", (a: number, b: bigint) => a === Number(b));
  for (const [operator, apply] of Object.entries(arithmetic)) {
    const handler = (a: number | bigint, b: number | bigint) => apply(Number(a), Number(b));
    environment.registerOperator(`double ${operator} int: double`, handler);
    environment.registerOperator(`int ${operator} double: double`, handler);
  }
  try {
    const expression = environment.parse(source);
    const { valid, type, error } = expression.check();
    if (!valid) throw error;
    if (type !== "bool" && type !== "dyn") throw { message: `gives ${type}, expected bool` };
    return expression;
  } catch (error) {
    const { summary, message, range } = error as CelError;
    const at = position(source, range?.start ?? 0);
    throw invalid(source, `is not valid at line ${at.line}, column ${at.column}: ${summary ?? message}`, at);
  }
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

function position(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split("\n");
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

function failure({ code, summary, message }: CelError, { value, values }: Seen): string {
  if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return "took longer than a second and was stopped";
  if (code !== "unknown_variable") return `cannot be evaluated: ${summary ?? message}`;
  const name = (summary ?? message).split(": ").at(-1);
  if (name === "value" && value === undefined && values)
    return `asks for one value, there are ${values.length}: use values, as in values.all(v, v < 1)`;
  return `asks for ${name}, which this observation does not have`;
}

/** Stops what would not end for ages, such as a backtracking regular expression: only a VM can interrupt that. */
function limitTo(timeout: number): (run: () => unknown) => unknown {
  const script = new Script("run()");
  const context = createContext({});
  return (run) => {
    context.run = run;
    return script.runInContext(context, { timeout });
  };
}

function invalid(source: string, what: string, facts: Record<string, unknown> = {}): HelmwatchError {
  return new HelmwatchError("CONFIG_INVALID", `pass_when ${JSON.stringify(source)} ${what}`, {
    hint: "pass_when is a CEL expression over value, values, labels and facts, as in: value < 0.05",
    facts,
  });
}
