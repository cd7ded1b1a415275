import { setTimeout as sleep } from "node:timers/promises";
import { obituary, type Service } from "./service.js";

/**
 * Asks `check` ten times a second until it does not throw. Fails with the last thing thrown after `within` ms, and at
 * once when one of the services it depends on has ended.
 */
export async function waitUntil<T>(
  what: string,
  check: () => Promise<T>,
  { within, signal, services = [] }: { within: number; signal: AbortSignal; services?: readonly Service[] },
): Promise<T> {
  const deadline = Date.now() + within;
  const death = Promise.race(
    services.map(async (service) => {
      throw new Error(`${what}: ${await obituary(service, await service.ended)}`);
    }),
  );
  const poll = async () => {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await check();
      } catch (error) {
        if (Date.now() > deadline) {
          throw new Error(`${what}: not so after ${within / 1000} s: ${(error as Error).message}`, { cause: error });
        }
      }
      await sleep(100, undefined, { signal });
    }
  };
  return services.length === 0 ? poll() : Promise.race([poll(), death]);
}
