import { formatDiagnostics } from "@helmwatch/core";
import { expect, it } from "vitest";
import type { Rejected } from "../log/rejected.js";
import { type Misfits, refuseMisfits } from "./refuse-misfits.js";

const input = (uses: readonly string[], more: Partial<Misfits> = {}) =>
  ({
    plan: { releases: [{ uniqname: "app@shop" }] },
    inCluster: { plugins: ["@acme/monitors"], env: ["TOKEN"], image: "i" },
    plugins: { plugins: uses.map((use) => ({ file: { use, entry: "" } })) },
    env: { TOKEN: "t" },
    context: "prod",
    ...more,
  }) as unknown as Misfits;

it("lets pass what the image has and the cluster reaches", () => {
  const releases = [{ uniqname: "a@n" }, { uniqname: "b@n@prod", context: "prod" }];
  const uses = ["@helmwatch/monitor-http", "@helmwatch/helm-cli", "@acme/monitors/queue"];
  refuseMisfits(input(uses, { plan: { releases } as unknown as Misfits["plan"] }));
});

it("refuses a post-renderer, which the image has not", () => {
  const releases = [{ uniqname: "a@n", postRenderer: { argv: ["kustomize"], files: [] } }];
  const run = () => refuseMisfits(input([], { plan: { releases } as unknown as Misfits["plan"] }));
  expect(run).toThrow(
    expect.objectContaining({
      diagnostics: [expect.objectContaining({ message: expect.stringContaining('release "a@n" has a post_renderer') })],
    }),
  );
});

it("tells at once what it cannot take along", () => {
  const releases = [{ uniqname: "a@n@staging", context: "staging" }];
  try {
    refuseMisfits(
      input(["./plugin.mjs", "/opt/plugin", "@other/monitors"], {
        plan: { releases } as unknown as Misfits["plan"],
        env: {},
      }),
    );
    expect.unreachable();
  } catch (error) {
    expect(formatDiagnostics((error as Rejected).diagnostics)).toMatchInlineSnapshot(`
      "error USAGE
        = release "a@n@staging" is for context "staging", but the run would be in the
          cluster of "prod"
        = run it here, or choose the cluster by --kube-context and the releases by
          --tags

      error PLUGIN_NOT_FOUND
        = plugin "./plugin.mjs" is a file of this machine, which the image of the run
          has not
        = make it a package, install that in an image of your own, and name it under
          run.in_cluster.plugins

      error PLUGIN_NOT_FOUND
        = plugin "/opt/plugin" is a file of this machine, which the image of the run
          has not
        = make it a package, install that in an image of your own, and name it under
          run.in_cluster.plugins

      error PLUGIN_NOT_FOUND
        = plugin "@other/monitors" is not in the image of the run, as far as the
          config says
        = build an image that adds it to helmwatch's (RUN npm install --global
          @other/monitors), and name it under run.in_cluster.plugins

      error USAGE
        = run.in_cluster.env names TOKEN, which is not set here
        = set it, or take it off the list"
    `);
  }
});
