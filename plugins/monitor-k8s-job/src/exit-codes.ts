import * as z from "zod";

const code = z.int().min(0).max(255);
const codes = z.array(code);

/** What an exit code says of the check. */
export type ExitClass = "pass" | "fail" | "no_data" | "error";

export const exitCodes = z
  .strictObject({
    pass: codes.min(1, "expected at least one code").default([0]),
    no_data: codes.default([]),
    error: codes.default([]),
    fail: z.union([codes, z.literal("rest")], 'expected a list of exit codes, or "rest"').default("rest"),
  })
  .superRefine((given, context) => {
    const seen = new Map<number, string>();
    for (const name of ["pass", "no_data", "error", "fail"] as const) {
      const list = given[name];
      if (list === "rest") continue;
      for (const one of list) {
        const other = seen.get(one);
        const message = `exit code ${one} is in ${other} already; a code has one meaning`;
        if (other !== undefined) context.addIssue({ code: "custom", path: [name], message });
        seen.set(one, name);
      }
    }
  });

export type ExitCodes = z.output<typeof exitCodes>;

/** A code that no list names is a failure, or, where `fail` is a list, an error: nobody said what it means. */
export function classifyExit(given: ExitCodes, exitCode: number): ExitClass {
  for (const name of ["pass", "no_data", "error"] as const) if (given[name].includes(exitCode)) return name;
  return given.fail === "rest" || given.fail.includes(exitCode) ? "fail" : "error";
}
