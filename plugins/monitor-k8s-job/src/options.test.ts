import { expect, it } from "vitest";
import { options } from "./options.js";

const image = "checks:1";
const template = { spec: { containers: [{ name: "main", image }] } };

it("takes the short form, with a map or a list of variables", () => {
  expect(options.parse({ image, command: "run", env: { A: 1, B: true } })).toMatchObject({
    command: ["run"],
    env: [
      { name: "A", value: "1" },
      { name: "B", value: "true" },
    ],
    exit_codes: { pass: [0], no_data: [], error: [], fail: "rest" },
    start_timeout: 60_000,
    keep: "never",
  });
  const secret = { name: "TOKEN", valueFrom: { secretKeyRef: { name: "s", key: "k" } } };
  expect(options.parse({ image, env: [secret] }).env).toEqual([secret]);
});

it("takes the spec of a Job, with whatever Kubernetes knows", () => {
  const job = { podFailurePolicy: { rules: [] }, template: { spec: { ...template.spec, priorityClassName: "low" } } };
  expect(options.parse({ job }).job).toEqual(job);
});

it.each<[object, string]>([
  [{}, ": needs image, or job: the spec of a Job"],
  [{ image, job: { template } }, "image: belongs to the short form; with job, write it there"],
  [{ image, comand: "x" }, ': Unrecognized key: "comand"'],
  [{ image, namespace: "Shop" }, "namespace: expected the name of a namespace"],
  [{ image, env: "A=1" }, "env: expected NAME: value, or a list of {name, value} or {name, valueFrom}"],
  [
    { image, exit_codes: { pass: [0, 3], error: [3] } },
    "exit_codes.error: exit code 3 is in pass already; a code has one meaning",
  ],
  [{ image, exit_codes: { fail: "all" } }, 'exit_codes.fail: expected a list of exit codes, or "rest"'],
  [{ image, exit_codes: { pass: [] } }, "exit_codes.pass: expected at least one code"],
  [{ image, start_timeout: "soon" }, "start_timeout: expected a duration above zero, like 500ms or 2s"],
  [{ image, junit: "yes" }, "junit: expected true, or {begin, end}: the lines around the document"],
  [
    { job: { apiVersion: "batch/v1", kind: "Job", template } },
    "job: expected the spec of a Job: what stands under spec: in a manifest",
  ],
  [{ job: { backoffLimit: 3, template } }, "job.backoffLimit: must be 0 (the default): one check is one run"],
  [{ job: { parallelism: 2, template } }, "job.parallelism: must be 1 (the default): one pod is judged"],
  [
    { job: { template: { spec: { ...template.spec, restartPolicy: "OnFailure" } } } },
    "job.template.spec.restartPolicy: must be Never (the default): a check that is run again until it passes says nothing",
  ],
])("refuses %j", (given, expected) => {
  const { error } = options.safeParse(given);
  expect(error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([expected]);
});
