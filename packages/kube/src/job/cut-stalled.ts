import type { Clock } from "@helmwatch/core/plugin";

/** Milliseconds without a word after which a connection may be dead: nothing tells it from a silent container. */
const silentMs = 60_000;
/** Milliseconds that a connection has to end by itself once the container has. */
const drainMs = 2_000;

/** A stream that simply ends where its connection may be dead: after a minute of silence, or soon after `ended`. */
export async function* cutStalled(
  open: (signal: AbortSignal) => AsyncIterable<string>,
  { clock, signal, ended }: { readonly clock: Clock; readonly signal: AbortSignal; readonly ended: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  const cut = new AbortController();
  const over = new AbortController();
  let heardAt = clock.now();
  const cutAfter = (ms: number) =>
    clock.sleep(ms, over.signal).then(
      () => cut.abort(),
      () => {},
    );
  const watchSilence = async () => {
    for (let left = silentMs; left > 0; left = heardAt + silentMs - clock.now()) await clock.sleep(left, over.signal);
    cut.abort();
  };
  watchSilence().catch(() => {});
  const drain = () => void cutAfter(drainMs);
  ended.addEventListener("abort", drain, { once: true, signal: over.signal });
  try {
    for await (const piece of open(AbortSignal.any([signal, cut.signal]))) {
      heardAt = clock.now();
      yield piece;
    }
  } catch (error) {
    if (!cut.signal.aborted || signal.aborted) throw error;
  } finally {
    over.abort();
  }
}
