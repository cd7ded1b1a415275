/** What was started, to be ended in reverse order. */
export interface Cleanup {
  add(what: string, end: () => Promise<void>): void;
  /** Ends everything, and returns what went wrong: what cannot be ended keeps nothing else from its end. */
  run(): Promise<readonly string[]>;
}

export function createCleanup(): Cleanup {
  const started: { readonly what: string; readonly end: () => Promise<void> }[] = [];
  return {
    add: (what, end) => void started.push({ what, end }),
    async run() {
      const problems: string[] = [];
      for (const { what, end } of started.splice(0).reverse()) {
        await end().catch((error: Error) => problems.push(`${what} is left behind: ${error.message}`));
      }
      return problems;
    },
  };
}
