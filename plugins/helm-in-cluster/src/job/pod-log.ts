import { endMark } from "../pack/pod-script.js";

export interface PodLog {
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the script came to its last line. */
  readonly complete: boolean;
}

/** Takes the two outputs of helm out of the log; lines that are neither (of the shell itself) count as stderr. */
export function podLog(text: string): PodLog {
  const outputs = { "1": "", "2": "" };
  let complete = false;
  for (const line of text.split("\n")) {
    const [, stream, mark, rest] = /^([12])([ -])(.*)$/s.exec(line) ?? [];
    if (stream) outputs[stream as "1" | "2"] += rest + (mark === " " ? "\n" : "");
    else if (line === endMark) complete = true;
    else if (line !== "") outputs["2"] += `${line}\n`;
  }
  return { stdout: outputs["1"], stderr: outputs["2"], complete };
}
