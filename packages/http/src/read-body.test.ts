import { expect, it } from "vitest";
import { readBody } from "./read-body.js";

it.each<[body: string | null, limit: number, text: string, complete: boolean]>([
  ["12345", 5, "12345", true],
  ["12345", 4, "1234", false],
  [null, 5, "", true],
  ["12345", 0, "", false],
])("reads %j up to %i bytes", async (body, limit, text, complete) => {
  expect(await readBody(new Response(body), limit)).toEqual({ text, complete });
});

it("fetches nothing beyond the limit", async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      pulled++;
      controller.enqueue(new Uint8Array(10));
    },
  });
  expect(await readBody(new Response(endless), 25)).toMatchObject({ complete: false });
  expect(pulled).toBeLessThan(6);
});
