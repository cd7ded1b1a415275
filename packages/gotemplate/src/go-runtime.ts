import { isAbsolute, join } from "node:path";
import type { Artefact } from "./artefact.js";
import { facadeFiles } from "./facade-files.js";
import type { TemplateHost } from "./host.js";
import { webAssembly } from "./web-assembly.js";

/** What Go's `wasm_exec.js` defines. */
interface Go {
  readonly importObject: { readonly gojs: Record<string, (sp: number) => void> };
  exit: (code: number) => void;
  run(instance: object): Promise<void>;
}

/** One running Go program, and the ports and functions it shares with us. A dead one answers nothing any more. */
export interface GoInstance<Facade extends object> {
  readonly facade: Facade;
  /** Why it died, when it did: what Go printed about it. */
  dead?: string;
}

/** Thrown through Go's stack to leave it for good. */
class Unwind extends Error {}

/**
 * Starts Go with a global object of our own: a template engine that reaches the host and nothing else. No timers: Go
 * needs them only to sleep, which would keep the process alive.
 */
export function startGo<Facade extends object>(
  artefact: Artefact,
  host: Pick<TemplateHost, "clock" | "files" | "folder">,
  facade: Facade,
): GoInstance<Facade> {
  const instance: GoInstance<Facade> = { facade };
  let printed = "";
  const wall = () => host.clock.wall();
  const globalObject = {
    Date: class {
      static now = wall;
      getTime = wall;
      getTimezoneOffset = () => 0;
    },
    ...{ Object, Array, Uint8Array, Uint8ClampedArray, Error, TextEncoder, crypto, performance },
    TextDecoder: class extends TextDecoder {
      constructor() {
        super("utf-8", { ignoreBOM: true });
      }
    },
    fs: facadeFiles(host, (text) => {
      printed = (printed + text).slice(0, 2_000);
    }),
    process: {
      ...{ pid: 1, ppid: 0, getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0 },
      cwd: () => host.folder,
    },
    path: { resolve: (path: string) => (isAbsolute(path) ? path : join(host.folder, path)) },
    helmwatch: facade,
  };
  const go = loadGo(artefact.runtime, globalObject);
  go.exit = () => {
    instance.dead = printed;
    throw new Unwind();
  };
  for (const [name, imported] of Object.entries(go.importObject.gojs))
    go.importObject.gojs[name] = (sp) => {
      imported(sp);
      // A call from within this one may have found Go dead, and Go's own handling of exceptions kept it going.
      if (instance.dead !== undefined) throw new Unwind();
    };
  // Runs up to the point where Go waits for calls; never ends otherwise.
  go.run(new webAssembly.Instance(artefact.module, go.importObject)).catch((error: unknown) => {
    instance.dead ??= String(error);
  });
  return instance;
}

/** Calls into Go; undefined when Go died of it, or before. */
export function callGo<Facade extends object, Result>(
  instance: GoInstance<Facade>,
  call: (facade: Facade) => Result,
): Result | undefined {
  if (instance.dead !== undefined) return undefined;
  try {
    const result = call(instance.facade);
    if (result !== undefined) return result;
    instance.dead = "it waits for something that never comes";
  } catch (error) {
    instance.dead ??= error instanceof RangeError ? "stack overflow" : String(error);
  }
  return undefined;
}

/** The runtime's code sees the names given here in place of the real ones. */
function loadGo(code: string, globalObject: object): Go {
  const names: Record<string, unknown> = {
    globalThis: globalObject,
    ...globalObject,
    setTimeout: () => 0,
    clearTimeout: () => undefined,
    console: { log: () => undefined, warn: () => undefined, error: () => undefined },
    ...{ require: undefined, module: undefined, fetch: undefined },
  };
  const { path: _path, helmwatch: _helmwatch, Object: _object, ...shadows } = names;
  new Function(...Object.keys(shadows), code)(...Object.values(shadows));
  return new (globalObject as unknown as { Go: new () => Go }).Go();
}
