import type { Clock } from "@helmwatch/core/plugin";

const lookEvery = 200;

/** Looks until it is so; throws with what was seen last after `limitMs`. */
export async function until<T>(
  clock: Clock,
  what: string,
  look: () => Promise<T>,
  isSo: (seen: T) => boolean,
  limitMs = 60_000,
): Promise<T> {
  const { signal } = new AbortController();
  const end = clock.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (clock.now() >= end)
      throw new Error(`expected ${what} within ${limitMs / 1000}s, last seen: ${JSON.stringify(seen)}`);
    await clock.sleep(lookEvery, signal);
  }
}
