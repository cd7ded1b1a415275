import type { Output } from "../world/world.js";

/** A terminal whose last rows are a block that is drawn again and again, while finished lines scroll away above it. */
export interface Screen {
  /** Writes text above the block: to the screen's own output, or to another one on the same terminal. */
  print(text: string, to?: Output): void;
  /** Replaces the block. */
  draw(lines: readonly string[]): void;
  /** Removes the block and gives the cursor back. */
  close(): void;
}

const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
/** Without wrapping a line can never take two rows, whatever the width of its characters. */
const wrapOff = "\x1b[?7l";
const wrapOn = "\x1b[?7h";
/** Terminals that know it show the frame as a whole; others ignore it. */
const beginFrame = "\x1b[?2026h";
const endFrame = "\x1b[?2026l";

export function createScreen(output: Output): Screen {
  let block: readonly string[] = [];
  let widths: readonly number[] = [];

  /** The terminal may have become narrower and wrapped what was drawn. */
  const erase = () => {
    const rows = widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / output.columns())), 0);
    return rows === 0 ? "" : `\r\x1b[${rows}A\x1b[0J`;
  };
  const frame = (above: string, lines: readonly string[]) => {
    const drawn = lines.length === 0 ? "" : `${wrapOff}${lines.join("\n")}\n${wrapOn}`;
    const text = `${beginFrame}${erase()}${above}${drawn}${endFrame}`;
    block = lines;
    widths = lines.map((line) => Math.min(textWidth(line), output.columns()));
    return text;
  };
  return {
    print(text, to = output) {
      if (block.length === 0) return to.write(text);
      const lines = block;
      if (to === output) return output.write(frame(text, lines));
      output.write(frame("", []));
      to.write(text);
      output.write(frame("", lines));
    },
    draw(lines) {
      const cut = lines.slice(0, Math.max(1, output.rows() - 1));
      output.write((block.length === 0 ? hideCursor : "") + frame("", cut));
    },
    close() {
      if (block.length > 0) output.write(frame("", []) + showCursor);
    },
  };
}

function textWidth(line: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours take no column
  return Array.from(line.replace(/\x1b\[[\d;]*m/g, "")).length;
}
