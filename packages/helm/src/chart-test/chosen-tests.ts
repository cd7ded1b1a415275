import type { ReleaseRecord } from "../record/release-record.js";
import type { ReleaseTests } from "../release/helm-release.js";

export type TestHook = ReleaseRecord["hooks"][number];

/** Tests of a record that a release asks for, in helm's order, with how they went when they last ran. */
export function chosenTests({ hooks }: ReleaseRecord, { include, exclude }: ReleaseTests): readonly TestHook[] {
  const chosen = (name: string) => (include.length === 0 || include.includes(name)) && !exclude.includes(name);
  return hooks.filter(({ name, events }) => events.includes("test") && chosen(name));
}

/** Whether helm has run them, and well: a test that failed or was cut short leaves its release untested. */
export function isTested(record: ReleaseRecord, tests: ReleaseTests): boolean {
  return chosenTests(record, tests).every(({ phase }) => phase === "Succeeded");
}
