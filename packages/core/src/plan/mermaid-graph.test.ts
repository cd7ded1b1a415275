import { describe, expect, it } from "vitest";
import { mermaidGraph } from "./mermaid-graph.js";

describe("mermaidGraph", () => {
  it("draws releases, monitors and what an edge asks for, with escaped names", () => {
    expect(
      mermaidGraph({
        releases: [
          { uniqname: "db@shop@kind:x/y", dependsOn: [], monitors: [] },
          {
            uniqname: "api@shop",
            dependsOn: [{ uniqname: "db@shop@kind:x/y", condition: "deployed" }],
            monitors: [{ name: 'rate "5xx" <b>', action: "uninstall" }],
          },
          {
            uniqname: "web@shop",
            dependsOn: [
              { uniqname: "api@shop", condition: "monitored", optional: true },
              { uniqname: "db@shop@kind:x/y", condition: "deployed", optional: true },
            ],
            monitors: [{ name: "not in the plan", action: "rollback" }],
          },
        ],
        monitors: [{ name: 'rate "5xx" <b>', releases: ["api@shop"] }],
      }),
    ).toMatchInlineSnapshot(`
      "flowchart RL
        r0["db@shop@kind:x/y"]
        r1["api@shop"]
        r2["web@shop"]
        m0{{"rate #34;5xx#34; #60;b#62;"}}
        r1 --> r0
        r2 -->|monitored, optional| r1
        r2 -->|optional| r0
        m0 -.->|uninstall| r1
      "
    `);
  });

  it("draws an empty plan", () => {
    expect(mermaidGraph({ releases: [], monitors: [] })).toBe("flowchart RL\n");
  });
});
