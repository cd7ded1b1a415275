/** Milliseconds before the check's abort at which it ends by itself, to tell what it saw. */
export const reserveMs = (timeoutMs: number): number => Math.min(1_000, timeoutMs / 5);
