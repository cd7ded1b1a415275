import type { Monitor } from "@helmwatch/core/plugin";
import type { Spoiled } from "./fake-monitor.js";

export interface BadMonitor extends Spoiled {
  /** Titles of the tests that see it. */
  readonly caughtBy: readonly string[];
}

const answers = [
  "a 400",
  "a 401",
  "a 404",
  "a 500",
  "a 503 without a body",
  "a body that is no JSON",
  "JSON that means nothing",
  "an empty body",
];
const connections = [
  "a connection that is refused",
  "a certificate that nobody trusts",
  "a connection that is reset",
  "a connection that is closed without an answer",
  "an answer that is no HTTP",
  "a body that ends in its middle",
];
const taken = (names: readonly string[]) =>
  names.map((name) => `takes ${name} for no good answer, and looks anew in the next check`);

const never = () => new Promise<never>(() => {});
const value = (value: number) => ({ kind: "value", value }) as const;
const [nothingAnswered, inTheBody] = ["while nothing is answered", "in the middle of the body"].map(
  (when) => `ends at once when it is aborted ${when}, and leaves nothing`,
) as [string, string];
const leavesNothing = "leaves no connection and no timer behind at its end";
const wellEachTime = "finds a backend good that is well, in each check";
const comesBack = "sees a backend that comes back";

const manners = [
  "tells no secret of its options",
  "writes nothing to stdout and stderr",
  "reads no variable of the environment",
];

/** Monitors as they should not be. */
export const badMonitors: Readonly<Record<string, BadMonitor>> = {
  "takes any option": { takesAllOptions: true, caughtBy: ["refuses an option that it does not know"] },

  "asks when it is made": {
    spoil: ({ good, ask }) => {
      ask(new AbortController().signal).catch(() => {});
      return good;
    },
    caughtBy: [
      "is made at once, without asking anybody",
      "asks nobody in a check that was aborted before it began",
      nothingAnswered,
      inTheBody,
    ],
  },

  "starts a timer when it is made": {
    spoil: ({ good, host }) => {
      host.clock.sleep(1e9, new AbortController().signal);
      return good;
    },
    caughtBy: ["is made at once, without asking anybody", nothingAnswered, inTheBody, leavesNothing],
  },

  "prints when it is imported": {
    module: "data:text/javascript,console.log('hello')",
    caughtBy: ["does nothing when it is imported"],
  },

  "keeps the process alive once it is imported": {
    module: "data:text/javascript,setInterval(() => {}, 1000)",
    caughtBy: ["does nothing when it is imported"],
  },

  "takes every answer for one": {
    spoil: ({ options, host }) => ({
      observe: async ({ signal }) => {
        signal.throwIfAborted();
        host.secret(options.token);
        const headers = { authorization: `Bearer ${options.token}` };
        await (await host.fetch(options.url, { signal, headers })).text();
        return value(1);
      },
    }),
    caughtBy: taken(answers),
  },

  "takes a failure for a value": {
    spoil: ({ ask }) => ({
      observe: async ({ signal }) => value(await ask(signal).catch(() => -1)),
    }),
    caughtBy: [
      ...taken([...answers, ...connections]),
      "does not mind another one of its type",
      "asks nobody in a check that was aborted before it began",
    ],
  },

  "remembers its first failure": {
    spoil: ({ good }) => {
      let failure: unknown;
      return {
        observe: async (call) => {
          if (failure) throw failure;
          return good.observe(call).catch((error: unknown) => {
            failure = error;
            throw error;
          });
        },
      };
    },
    caughtBy: [comesBack],
  },

  "answers once only": {
    spoil: ({ good }) => ({
      observe: async (call) => {
        if (call.attempt > 1) throw new Error("again?");
        return good.observe(call);
      },
    }),
    caughtBy: [wellEachTime, comesBack, "does not mind another one of its type", leavesNothing],
  },

  "has a date among its facts": {
    spoil: ({ good }) => ({
      observe: async (call) => ({ ...(await good.observe(call)), facts: { at: new Date(0) as unknown as string } }),
    }),
    caughtBy: ["has facts that JSON can hold"],
  },

  "gives what is no observation": {
    spoil: ({ good }) => ({
      observe: async (call) => {
        await good.observe(call);
        return 3 as never;
      },
    }),
    caughtBy: [
      wellEachTime,
      comesBack,
      "does not mind another one of its type",
      ...taken([...answers, ...connections]),
    ],
  },

  "shares what one is told": {
    spoil: shared(),
    caughtBy: [comesBack, "does not mind another one of its type", ...taken([...answers, ...connections])],
  },

  "does not listen to its signal": {
    spoil: ({ good }) => ({
      observe: (call) => good.observe({ ...call, signal: new AbortController().signal }),
    }),
    caughtBy: [nothingAnswered, inTheBody, "asks nobody in a check that was aborted before it began"],
  },

  "leaves a timer": {
    spoil: ({ good, host }) => ({
      observe: async (call) => {
        host.clock.sleep(1e9, new AbortController().signal);
        return good.observe(call);
      },
    }),
    caughtBy: [nothingAnswered, inTheBody, leavesNothing],
  },

  "leaves a connection": {
    spoil: ({ good, options, host }) => ({
      observe: async (call) => {
        host
          .fetch(options.url)
          .then((answer) => answer.text())
          .catch(() => {});
        return good.observe(call);
      },
    }),
    caughtBy: [nothingAnswered, inTheBody, "asks nobody in a check that was aborted before it began"],
  },

  "never ends its end": {
    spoil: ({ good }) => ({ ...good, dispose: never }),
    caughtBy: ["does not mind another one of its type", nothingAnswered, inTheBody, leavesNothing, ...manners],
  },

  "tells its token in an error": {
    spoil: ({ options, ask }) => ({
      observe: async ({ signal }) => {
        const number = await ask(signal).catch((error: Error) => {
          throw new Error(`${error.message} (token ${options.token})`);
        });
        return value(number);
      },
    }),
    caughtBy: ["tells no secret of its options"],
  },

  "tells its token in facts": {
    spoil: ({ options, ask }) => ({
      observe: async ({ signal }) => ({ ...value(await ask(signal)), facts: { token: options.token } }),
    }),
    caughtBy: ["tells no secret of its options"],
  },

  "prints what it sees": {
    spoil: ({ good }) => ({
      observe: async (call) => {
        process.stdout.write("looking\n");
        return good.observe(call);
      },
    }),
    caughtBy: ["writes nothing to stdout and stderr"],
  },

  "reads the environment": {
    spoil: ({ good }) => ({
      observe: async (call) => {
        if (process.env.MY_TOKEN) throw new Error("not that one");
        return good.observe(call);
      },
    }),
    caughtBy: ["reads no variable of the environment"],
  },
};

/** All of its kind fail once one of them has. */
function shared(): NonNullable<Spoiled["spoil"]> {
  const failed = new Map<string, Error>();
  return ({ good, options }): Monitor => ({
    observe: async (call) => {
      const before = failed.get(options.token);
      if (before) throw before;
      return good.observe(call).catch((error: Error) => {
        failed.set(options.token, error);
        throw error;
      });
    },
  });
}
