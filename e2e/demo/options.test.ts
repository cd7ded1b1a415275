import { expect, it } from "vitest";
import { readOptions } from "./options.js";

it.each([
  [[], { cluster: "local", helm: 4, keep: false }],
  [["--helm", "3", "--keep"], { cluster: "local", helm: 3, keep: true }],
  [
    ["--cluster=existing", "--image", "local/nats:1"],
    { cluster: "existing", helm: 4, keep: false, image: "local/nats:1" },
  ],
  [["--keep", "--help"], "help"],
  [["--helm", "5"], { problem: "--helm 5: expected 3 or 4" }],
  [["--cluster", "kind"], { cluster: "kind", helm: 4, keep: false }],
  [["--cluster", "minikube"], { problem: "--cluster minikube: expected local, kind or existing" }],
  [["--image", "x"], { problem: expect.stringContaining("--image: only with --cluster existing") }],
  [["--hlem", "3"], { problem: expect.stringContaining("--hlem") }],
])("%j means %j", (argv, options) => {
  expect(readOptions(argv)).toEqual(options);
});
