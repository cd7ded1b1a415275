import * as z from "zod";

export const cliOptions = z.strictObject({
  binary: z.string().min(1).optional().describe("Path or name of the helm program; default: helm on PATH"),
});

export type CliOptions = z.output<typeof cliOptions>;
