import { isHelmwatchError } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { given } from "../test/start-check.js";
import { exited } from "../test/states.js";

const document = (...cases: string[]) => [
  "-----BEGIN JUNIT-----",
  `<testsuite>${cases.join("")}</testsuite>`,
  "-----END JUNIT-----",
];
const ok = '<testcase name="ok"/>';
const bad = '<testcase name="ships"><failure/></testcase>';

it.each<[string, number, string[], string]>([
  ["all tests pass", 0, document(ok), "verdict true "],
  ["a test fails although the exit code is 0", 0, document(ok, bad), "verdict false 1 of 2 tests failed: ships"],
  ["a test and the exit code fail", 1, document(bad), "verdict false exit code 1; 1 of 1 tests failed: ships"],
  ["only the exit code fails", 1, document(ok), "verdict false exit code 1"],
  ["there is no test", 0, document(), "no-data the JUnit document has no tests"],
  ["all are skipped", 0, document("<testcase name='x'><skipped/></testcase>"), "no-data all tests were skipped"],
  ["there is no document", 0, ["done"], "MONITOR_JOB_ERROR the log has no JUnit document between its markers"],
  [
    "the document is broken",
    0,
    document("<testcase>"),
    "MONITOR_JOB_ERROR what stands between the markers is not JUnit",
  ],
  [
    "it crashed before the document",
    2,
    ["boom"],
    "verdict false exit code 2 (last line: boom); the log has no JUnit document between its markers",
  ],
])("%s", async (_, code, lines, expected) => {
  const { kube, clock, start } = given({ junit: true });
  const check = start();
  kube.log = lines.map((line) => `2026-01-01T00:00:01Z ${line}`);
  kube.pods = [exited(code)];
  await clock.advance(5_000);
  const { ended } = check;
  const told = isHelmwatchError(ended)
    ? `${ended.code} ${ended.message}`
    : `${ended?.kind} ${ended?.kind === "verdict" ? `${ended.pass} ` : ""}${(ended as { why: string }).why}`;
  expect(told).toBe(expected);
});
