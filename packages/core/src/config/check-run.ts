import type { CheckInput } from "./check-input.js";
import { isDataMap } from "./data-path.js";
import type { Finding } from "./finding.js";

export function checkRun({ data: { run } }: Pick<CheckInput, "data">): Finding[] {
  if (!isDataMap(run) || run.where !== "cluster" || run.in_cluster != null) return [];
  return [
    {
      code: "CONFIG_MISSING_KEY",
      message: 'run needs a key "in_cluster" where its "where" is cluster',
      path: ["run", "where"],
      hint: "at least the image: in_cluster: { image: registry.example.com/helmwatch:1.2.3 }",
    },
  ];
}
