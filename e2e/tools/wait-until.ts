import { setTimeout as sleep } from "node:timers/promises";
import { obituary, type Service } from "./start-service.js";

/**
 * Asks `check` ten times a second until it does not throw. Fails with the last thing thrown after `within` ms, and at
 * once when one of the services it depends on ends.
 */
export async function waitUntil<T>(
  what: string,
  check: () => Promise<T>,
  { within, signal, services = [] }: { within: number; signal: AbortSignal; services?: readonly Service[] },
): Promise<T> {
  const deadline = Date.now() + within;
  let death: string | undefined;
  for (const service of services) {
    void service.ended.then(async (cause) => {
      death = await obituary(service, cause);
    });
  }
  for (;;) {
    signal.throwIfAborted();
    if (death) throw new Error(`${what}: ${death}`);
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`${what}: in vain for ${within / 1000} s: ${(error as Error).message}`, { cause: error });
      }
    }
    await sleep(100, undefined, { signal });
  }
}
