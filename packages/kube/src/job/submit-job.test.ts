import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { type FakeJobs, fakeJobs } from "../../test/fake-jobs.js";
import { packFiles } from "./pack-files.js";
import { removeStranded } from "./remove-stranded.js";
import { type JobToSubmit, submitJob } from "./submit-job.js";

const { signal } = new AbortController();
const labels = { "app.kubernetes.io/managed-by": "helmwatch" };

async function submit(fake: FakeJobs, ms = 60_000, more: Pick<JobToSubmit, "admit"> = {}) {
  const clock = fakeClock();
  const pack = await packFiles({ files: [], entries: { "run.sh": "echo" }, what: "it", hint: "" });
  const submitted = submitJob({
    ...{ kube: fake.kube, clock, signal, namespace: "jobs", name: "run", labels, pack },
    spec: ({ volume, mount }) => ({
      template: { spec: { containers: [{ volumeMounts: [mount] }], volumes: [volume] } },
    }),
    ...more,
  });
  submitted.catch(() => {});
  await clock.advance(ms);
  expect(clock.pending()).toBe(0);
  return submitted;
}

const ended = { conditions: [{ type: "Failed", status: "True" }] };
const writes = ({ requests }: FakeJobs) => requests.filter((line) => !line.startsWith("GET"));

it("is made suspended, with one try; its Secrets are its own; then it may run", async () => {
  const fake = fakeJobs();
  expect(await submit(fake)).toEqual({ job: { namespace: "jobs", name: "run", uid: "uid-1" }, adopted: false });
  expect(writes(fake)).toEqual(["POST jobs", "POST secrets", "PATCH jobs/run"]);
  const [name, secret] = [...fake.secrets][0]!;
  expect(secret).toMatchObject({
    immutable: true,
    metadata: { labels, ownerReferences: [{ kind: "Job", name: "run", uid: "uid-1" }] },
    data: { "run.sh": Buffer.from("echo").toString("base64") },
  });
  expect(fake.job).toMatchObject({
    metadata: { labels },
    spec: {
      ...{ suspend: false, backoffLimit: 0, completions: 1, podReplacementPolicy: "Failed" },
      template: {
        spec: {
          containers: [{ volumeMounts: [{ name: "in", mountPath: "/helmwatch/in", readOnly: true }] }],
          volumes: [{ name: "in", projected: { sources: [{ secret: { name } }] } }],
        },
      },
    },
  });
});

it("asks whether it may run when all is there, and goes where it may not", async () => {
  const fake = fakeJobs();
  const admit = async ({ uid }: { uid: string }) => {
    expect([uid, fake.job?.spec?.suspend, fake.secrets.size]).toEqual(["uid-1", true, 1]);
    throw new Error("not now");
  };
  await expect(submit(fake, 60_000, { admit })).rejects.toThrow("not now");
  expect(writes(fake)).toEqual(["POST jobs", "POST secrets", "DELETE jobs/run"]);
});

describe("a Job of that name", () => {
  it("that runs is followed as it is", async () => {
    const fake = fakeJobs();
    await submit(fake);
    expect(await submit(fake)).toMatchObject({ job: { uid: "uid-1" }, adopted: true });
    expect(writes(fake)).toHaveLength(3);
  });

  it("that was left suspended goes on from there, with the Secrets that it names", async () => {
    const fake = fakeJobs();
    fake.refuse(/^POST secrets/, 422, 1);
    fake.refuse(/^DELETE/, 0, 1);
    await expect(submit(fake)).rejects.toThrow("status 422");
    expect(await submit(fake)).toMatchObject({ job: { uid: "uid-1" }, adopted: true });
    const { annotations } = fake.job!.metadata;
    expect([...fake.secrets.keys()]).toEqual([`${annotations!["helmwatch/secrets"]}-0`]);
    expect(fake.job).toMatchObject({ spec: { suspend: false } });
  });

  it("that has ended is replaced", async () => {
    const fake = fakeJobs();
    await submit(fake);
    fake.job = { ...fake.job!, status: ended };
    expect(await submit(fake)).toMatchObject({ job: { uid: "uid-2" }, adopted: false });
  });

  it("that does not go away is an error after a minute", async () => {
    const fake = fakeJobs();
    await submit(fake);
    fake.job = { ...fake.job!, metadata: { ...fake.job!.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
    fake.refuse(/^DELETE/, 404);
    await expect(submit(fake, 61_000)).rejects.toThrow("job jobs/run of an earlier run does not go away");
  });
});

describe("an API server that fails", () => {
  it.each([
    ["before it makes the Job", /^POST jobs/, false],
    ["once it has made the Job", /^POST jobs/, true],
    ["once it has made a Secret", /^POST secrets/, true],
    ["before the Job may run", /^PATCH/, false],
  ])("%s is asked again for a while", async (_, request, isDone) => {
    const fake = fakeJobs();
    fake.refuse(request, 0, 10, isDone);
    fake.refuse(request, 503, 1, isDone);
    expect(await submit(fake)).toMatchObject({ job: { uid: "uid-1" }, adopted: false });
    expect(fake.secrets.size).toBe(1);
    expect(fake.job).toMatchObject({ spec: { suspend: false } });
  });

  it("for longer is an error, and nothing that could start is left", async () => {
    const fake = fakeJobs();
    fake.refuse(/^PATCH/, 503);
    await expect(submit(fake)).rejects.toThrow("status 503");
    expect(fake.job).toBeUndefined();
  });
});

it("a namespace that is missing is named", async () => {
  const fake = fakeJobs();
  fake.refuse(/^POST jobs/, 404, 1);
  await expect(submit(fake)).rejects.toMatchObject({
    code: "KUBE_REQUEST_FAILED",
    facts: { missingNamespace: "jobs" },
    message: 'namespace "jobs", where a Job is to run, is missing',
  });
});

it.each([
  ["suspended for an hour", { suspend: true }, 3_600_000, true],
  ["suspended a minute ago", { suspend: true }, 60_000, false],
  ["one that runs", { suspend: false }, 3_600_000, false],
])("of Jobs left behind only what nobody will start is removed: %s", async (_, spec, age, removed) => {
  const fake = fakeJobs();
  fake.job = { metadata: { name: "run", uid: "u", creationTimestamp: "1970-01-01T00:00:00Z" }, spec };
  await removeStranded(fake.kube, "jobs", labels, fakeClock(age), signal);
  expect(fake.job === undefined).toBe(removed);
});
