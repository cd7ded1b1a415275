import { expect, it } from "vitest";
import { conceal } from "./conceal.js";

it.each([
  ["https://ann:hunter2@example.com/a?b=c", "https://example.com/a?b=c"],
  ["http://h/?api_key=1&q=up&access-token=2", "http://h/?api_key=***&q=up&access-token=***"],
  ["http://h/?key=1&code=2&sig=3&keyboard=4", "http://h/?key=***&code=***&sig=***&keyboard=4"],
])("shows %s as %s", (address, shown) => expect(conceal(new URL(address))).toBe(shown));
