import { expect, inject, it } from "vitest";
import { runDemo } from "./demo.js";
import { createNarrator } from "./narrator.js";

// The demo itself checks each step against the cluster, and is for everybody to see with helm 4: here it is helm 3.
it("the seed's story: a good nats passes, a bad one is rejected for an empty result and rolled back", async (test) => {
  const lines: string[] = [];
  const narrator = createNarrator(
    (line) => lines.push(line),
    () => performance.now(),
  );
  test.onTestFailed(() => console.error(lines.join("\n")));
  process.env.KUBECONFIG = inject("kubeconfig");
  await runDemo({ cluster: "existing", helm: 3, keep: false }, narrator, test.signal);

  const told = lines.join("\n");
  expect(told).toMatch(
    /monitor did not succeed {2}monitor: nats-delivered-metric\s+\|\s+streak: 5\/5 {2}error: result is empty/,
  );
  expect(told).toContain("ok exit code, as expected 1");
  expect(told).toContain("All of it was as it should be");
}, 600_000);
