import { systemClock } from "@helmwatch/core/time";
import { main } from "./main.js";
import type { Output, StopSignal, World } from "./world/world.js";

// The one file that touches the process: it makes the World and leaves with main's exit code.

const crashes = ["uncaughtException", "unhandledRejection"] as const;
const signals: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

const world: World = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  connectKube: async (options) => {
    const { connectKube } = await import("@helmwatch/kube");
    return connectKube({ ...options, env: process.env, clock: systemClock });
  },
  onSignal(listener) {
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  onCrash(listener) {
    for (const event of crashes) process.on(event, listener);
    return () => {
      for (const event of crashes) process.off(event, listener);
    };
  },
  onExit(listener) {
    process.on("exit", listener);
    return () => process.off("exit", listener);
  },
  exit: (code) => process.exit(code),
};

loadDotEnv();
leave(await main(process.argv.slice(2), world));

function output(stream: NodeJS.WriteStream): Output {
  // A reader such as `head` that goes away early is no error; what it would have read is lost.
  let isOpen = true;
  stream.on("error", () => {
    isOpen = false;
  });
  return {
    isTerminal: stream.isTTY === true,
    write(text) {
      if (isOpen) stream.write(text);
    },
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
  };
}

/** As helmwave does: variables of `.env` that are not set already. Helm sees them, too. */
function loadDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR") return;
    process.stderr.write(`error USAGE\n  = .env cannot be read: ${message}\n`);
    process.exit(2);
  }
}

/** Sockets kept alive would hold the process back; a pipe may still hold output. */
function leave(code: number): void {
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}
