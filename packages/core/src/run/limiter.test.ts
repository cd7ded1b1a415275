import { expect, it } from "vitest";
import { limiter } from "./limiter.js";

const never = new AbortController().signal;

it("lets so many in at a time, in the order they came, and forgets who gave up waiting", async () => {
  const limit = limiter(2);
  const log: string[] = [];
  const gaveUp = new AbortController();
  const enter = (name: string, signal = never) =>
    limit.enter(signal).then(
      (leave) => {
        log.push(name);
        return leave;
      },
      (reason) => void log.push(`${name}: ${reason}`),
    );
  const first = await enter("a");
  await enter("b");
  const third = enter("c", gaveUp.signal);
  const fourth = enter("d");
  gaveUp.abort("no time");
  await third;
  first?.();
  first?.();
  await fourth;
  const fifth = enter("e");
  await new Promise(setImmediate);

  expect(log).toEqual(["a", "b", "c: no time", "d"]);
  (await fourth)?.();
  await fifth;
  expect(log.at(-1)).toBe("e");
});
