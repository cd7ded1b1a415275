export interface Answer {
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the library's errors carry. */
interface CelError {
  readonly summary?: string;
  readonly message: string;
  readonly range?: { readonly start: number };
}

/**
 * Compiles a `body_when`: CEL over `body`, `status` and `headers`. All numbers are doubles, as in JSON, and mix with
 * ints. Rejects with an Error that tells the position; the compiled function throws what only an answer shows.
 */
export async function compileBodyWhen(source: string): Promise<(answer: Answer) => unknown> {
  const { Environment } = await import("@marcbachmann/cel-js");
  const environment = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 100 } })
    .registerVariable("body", "dyn")
    .registerVariable("status", "dyn")
    .registerVariable("headers", "map<string, string>")
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
    throw new Error(`not valid at column ${(range?.start ?? 0) + 1}: ${summary ?? message}`);
  }
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};
