/** A promise that rejects with the signal's reason, for races; `clear` forgets the listener. */
export function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; clear(): void } {
  let onAbort = () => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  promise.catch(() => {});
  return { promise, clear: () => signal.removeEventListener("abort", onAbort) };
}
