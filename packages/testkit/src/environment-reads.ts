import { AsyncLocalStorage } from "node:async_hooks";

/** What a proxy and Node itself are set up by; HTTP clients read it on their own. */
const unasked = /^(?:https?_proxy|no_proxy|all_proxy|NODE_.*)$/i;

/** Which variables `work`, and nobody else at the same time, reads of `process.env`. */
export async function environmentReads(work: () => Promise<void>): Promise<readonly string[]> {
  const context = new AsyncLocalStorage<true>();
  const read = new Set<string>();
  const { env } = process;
  const note = (name: string | symbol) => {
    if (typeof name === "string" && !unasked.test(name) && context.getStore()) read.add(name);
  };
  process.env = new Proxy(env, {
    get(_, name) {
      note(name);
      return Reflect.get(env, name);
    },
    has(_, name) {
      note(name);
      return Reflect.has(env, name);
    },
    ownKeys() {
      note("all of them");
      return Reflect.ownKeys(env);
    },
  });
  try {
    await context.run(true, work);
  } finally {
    process.env = env;
  }
  return [...read];
}
