/** The kubelet writes nanoseconds in the zone of its node; older ones leave out trailing zeros. */
const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) (.*)$/s;

/** What the container wrote of a row; undefined for one that the kubelet wrote. */
export function lineOf(row: string): string | undefined {
  return stamped.exec(row)?.[4];
}

export interface LogCursor {
  /** Begins another read of the log: the value of `sinceTime` for it, undefined for the first. */
  resume(): string | undefined;
  /** The line of a row, undefined where it has been given by an earlier read, or is no row of the container. */
  take(row: string): string | undefined;
}

/**
 * The place in a log up to which its lines have been given: the last one's time, and which one of that time it was.
 * `sinceTime` has whole seconds, so a read that goes on begins with lines that were there before. Within a read nothing
 * is left out: stdout and stderr are stamped apart, so times may go back by a hair.
 */
export function logCursor(): LogCursor {
  let last = "";
  let newest = "";
  let zone = "Z";
  let ordinal = 0;
  let again = 0;
  let skipping = false;

  function isKnown(time: string): boolean {
    if (!skipping) return false;
    // The last one is gone: the log has been rotated.
    if (time > newest) {
      skipping = false;
      return false;
    }
    if (time === last && ++again === ordinal) skipping = false;
    return true;
  }

  return {
    resume() {
      skipping = last !== "";
      again = 0;
      return skipping ? `${last.slice(0, 19)}${zone}` : undefined;
    },
    take(row) {
      const [, seconds, fraction = "", offset, line] = stamped.exec(row) ?? [];
      if (seconds === undefined) return undefined;
      const time = `${seconds}.${fraction.padEnd(9, "0")}`;
      if (isKnown(time)) return undefined;
      ordinal = time === last ? ordinal + 1 : 1;
      last = time;
      if (time > newest) newest = time;
      zone = offset!;
      return line!;
    },
  };
}
