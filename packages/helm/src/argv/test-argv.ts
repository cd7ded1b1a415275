import type { Capabilities } from "../capability/capabilities.js";
import type { HelmRelease, ReleaseTests } from "../release/helm-release.js";
import { flag, placeArgv, timeoutArgv } from "./release-argv.js";
import { quoteListItem } from "./upgrade-argv.js";

export function testArgv(release: HelmRelease, tests: ReleaseTests, helm: Capabilities): readonly string[] {
  const filters = [...tests.include.map((name) => `name=${name}`), ...tests.exclude.map((name) => `!name=${name}`)];
  return [
    "test",
    release.name,
    ...placeArgv(release),
    ...timeoutArgv(release.timeoutMs),
    ...filters.flatMap((filter) => ["--filter", quoteListItem(filter)]),
    ...flag(tests.forceShowLogs && helm.testLogs, "--logs"),
  ];
}
