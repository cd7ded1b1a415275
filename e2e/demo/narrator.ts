import type { Progress } from "../tools/progress.js";

const PROGRESS_EVERY_MS = 20_000;
/** What is left of 80 beside the margin. */
const OUTPUT_COLUMNS = 72;

/** Tells what happens, in plain text with the time passed: the same on a terminal and in the log of a CI. */
export interface Narrator {
  /** What comes next, and why. */
  chapter(title: string): void;
  say(text: string): void;
  /** How a long step goes on; repeats (the same text with the seconds passed) only now and then. */
  readonly progress: Progress;
  /** A command as a user would type it. */
  command(line: string): void;
  /** A line that the command printed; a long one goes on below, broken between two fields. */
  output(line: string): void;
  /** Something seen that is as it should be; more values of the same go below, with an empty `what`. */
  fact(what: string, value: string): void;
  failure(message: string): void;
}

/** @param write is given whole lines. @param now in milliseconds. */
export function createNarrator(write: (line: string) => void, now: () => number): Narrator {
  const started = now();
  const stamped = (text: string) => write(`${elapsed(now() - started)}  ${text}`);
  let last = { step: "", at: 0 };
  return {
    chapter(title) {
      write("");
      stamped(`== ${title}`);
    },
    say: stamped,
    progress(text) {
      const step = text.replace(/, \d+ s$/, "");
      const at = now();
      if (step === last.step && at - last.at < PROGRESS_EVERY_MS) return;
      last = { step, at };
      stamped(`  ${text}`);
    },
    command: (line) => stamped(`$ ${line}`),
    output: (line) => write(`       | ${wrapFields(line).join("\n       |         ")}`.trimEnd()),
    fact: (what, value) => write(`       ${what === "" ? "  " : "ok"} ${what.padEnd(22)} ${value}`),
    failure: (message) => stamped(`FAILED: ${message.replaceAll("\n", "\n       ")}`),
  };
}

/** A log line of helmwatch's has two spaces or more before each field. */
function wrapFields(line: string): string[] {
  if (!/^\[[A-Z]+\]: /.test(line)) return [line];
  const rows: string[] = [];
  for (const field of line.split(/(?= {2,}[\w ]+: )/)) {
    const row = `${rows.at(-1) ?? ""}${field}`;
    if (rows.length === 0 || row.length > OUTPUT_COLUMNS) rows.push(rows.length === 0 ? field : field.trimStart());
    else rows[rows.length - 1] = row;
  }
  return rows.map((row) => row.trimEnd());
}

/** "1:05" for 65 seconds, right-aligned to five characters. */
function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(5);
}
