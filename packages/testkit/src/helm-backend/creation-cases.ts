import assert from "node:assert/strict";
import { systemClock } from "@helmwatch/core";
import type { KubeAccess } from "@helmwatch/core/plugin";
import { fakeHost } from "../fake-host.js";
import type { BackendCases } from "./backend-case.js";

export const creationCases: BackendCases = {
  async "refuses an option that it does not know"({ backend, namespace }) {
    const options = backend.options({ namespace, access: "admin" }) as object;
    const { validate } = backend.type.options["~standard"];
    assert.equal((await validate(options)).issues, undefined, "its own options");
    const refused = await validate({ ...options, "no-such-option": true });
    assert.ok(refused.issues?.length, "an option that it does not know");
  },

  async "gives its executor at once, without asking anybody"({ backend, namespace }) {
    const asked: string[] = [];
    const ask = (what: string): never => {
      asked.push(what);
      throw new Error("not before the first command");
    };
    const kube: KubeAccess = { request: ({ path }) => ask(path), watch: ({ path }) => ask(path) };
    const fetch: typeof globalThis.fetch = (input) => ask(String(input));
    const { validate } = backend.type.options["~standard"];
    const checked = await validate(backend.options({ namespace, access: "admin" }));
    assert.ok(!checked.issues);
    const host = {
      ...fakeHost(backend.type.needs?.includes("kube") ? { kube, fetch } : { fetch }),
      clock: systemClock,
    };
    const executor = backend.type.create(checked.value, host);
    assert.equal(typeof executor.run, "function");
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(asked, []);
  },
};
