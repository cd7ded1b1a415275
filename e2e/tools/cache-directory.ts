import { homedir } from "node:os";
import { join } from "node:path";

/** Where built programs, the development cluster and the remains of a failed start live: outside the work tree. */
export function cacheDirectory(): string {
  const { HELMWATCH_E2E_CACHE, XDG_CACHE_HOME } = process.env;
  return HELMWATCH_E2E_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "helmwatch-e2e");
}
