import { endMark } from "../pack/pod-script.js";

/** Characters that are kept of each output: helm writes far less. */
const most = 8 * 1024 * 1024;

export interface PodLog {
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the script came to its last line. */
  readonly complete: boolean;
}

export interface PodLogReader {
  /** The text of a line that helm printed; undefined for what is not of helm. */
  add(line: string): string | undefined;
  log(): PodLog;
}

/** Takes the two outputs of helm out of the log; lines that are neither (of the shell itself) count as stderr. */
export function podLogReader(): PodLogReader {
  const outputs = { "1": "", "2": "" };
  let complete = false;
  const keep = (stream: "1" | "2", text: string) => {
    if (outputs[stream].length + text.length <= most) outputs[stream] += text;
  };
  return {
    add(line) {
      const [, stream, mark, rest = ""] = /^([12])([ -])(.*)$/s.exec(line) ?? [];
      if (stream) keep(stream as "1" | "2", rest + (mark === " " ? "\n" : ""));
      else if (line === endMark) complete = true;
      else if (line !== "") keep("2", `${line}\n`);
      return stream ? rest : undefined;
    },
    log: () => ({ stdout: outputs["1"], stderr: outputs["2"], complete }),
  };
}

export function podLog(text: string): PodLog {
  const reader = podLogReader();
  for (const line of text.split("\n")) reader.add(line);
  return reader.log();
}
