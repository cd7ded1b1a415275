export interface Limiter {
  /** Resolves to a function that gives the place back, once one of the places is free; rejects on abort. */
  enter(signal: AbortSignal): Promise<() => void>;
}

/** At most `places` holders at a time, first come first served. */
export function limiter(places: number): Limiter {
  let free = places;
  const queue = new Set<() => void>();
  const leave = () => {
    const [next] = queue;
    if (next) next();
    else free++;
  };
  /** A place is given back once, however often its holder says so. */
  const place = () => {
    let held = true;
    return () => {
      if (held) leave();
      held = false;
    };
  };
  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (free > 0) {
          free--;
          return resolve(place());
        }
        const onAbort = () => {
          queue.delete(next);
          reject(signal.reason);
        };
        const next = () => {
          queue.delete(next);
          signal.removeEventListener("abort", onAbort);
          resolve(place());
        };
        queue.add(next);
        signal.addEventListener("abort", onAbort, { once: true });
      }),
  };
}
