/** Shares work that many ask for at the same time; what failed, perhaps since one was told to stop, the next tries again. */
export function doOnce(done: Map<string, Promise<void>>, key: string, work: () => Promise<void>): Promise<void> {
  const shared = done.get(key);
  if (shared) return shared.catch(() => doOnce(done, key, work));
  const own = work().catch((error: unknown) => {
    done.delete(key);
    throw error;
  });
  done.set(key, own);
  return own;
}
