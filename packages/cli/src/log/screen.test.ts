import { expect, it } from "vitest";
import type { Output } from "../world/world.js";
import { createScreen } from "./screen.js";

/** A terminal that understands what the screen writes: rows of text, wrapped where wrapping is on. */
function fakeTerminal(size: { columns: number; rows: number }) {
  let rows: string[] = [""];
  let at = 0;
  let wrap = true;
  const output: Output = {
    isTerminal: true,
    columns: () => size.columns,
    rows: () => size.rows,
    write(text) {
      for (const [token] of text.replaceAll("\x1b", "ESC").matchAll(/ESC\[\??[\d;]*[A-Za-z]|\r|\n|[^\r\n]/gu)) {
        const up = /^ESC\[(\d+)A$/.exec(token);
        if (up) at = Math.max(0, at - Number(up[1]));
        else if (token === "ESC[0J") rows = [...rows.slice(0, at), ""];
        else if (token === "ESC[?7l") wrap = false;
        else if (token === "ESC[?7h") wrap = true;
        else if (token === "\n") rows[++at] ??= "";
        else if (!token.startsWith("ESC") && token !== "\r") {
          if (rows[at]!.length < size.columns) rows[at] += token;
          else if (wrap) rows[++at] = token;
        }
      }
    },
  };
  /** As terminals do: rows that are now too long are wrapped. */
  const resize = (columns: number) => {
    size.columns = columns;
    rows = rows.flatMap((row) => row.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""]);
    at = rows.length - 1;
  };
  return { output, resize, text: () => rows.join("\n").trimEnd() };
}

it("scrolls finished lines away above the block, and removes it at the end", () => {
  const { output, text } = fakeTerminal({ columns: 20, rows: 10 });
  const screen = createScreen(output);
  screen.draw(["one", "two"]);
  screen.print("done\n");
  expect(text()).toBe("done\none\ntwo");
  screen.draw(["three"]);
  expect(text()).toBe("done\nthree");
  screen.close();
  expect(text()).toBe("done");
});

it("leaves no traces when lines are longer than the terminal, or it becomes narrower", () => {
  const { output, resize, text } = fakeTerminal({ columns: 10, rows: 10 });
  const screen = createScreen(output);
  screen.print("log\n");
  screen.draw(["0123456789abcdef", "x"]);
  expect(text()).toBe("log\n0123456789\nx");
  screen.draw(["01234567"]);
  resize(4);
  screen.draw(["ab"]);
  expect(text()).toBe("log\nab");
});

it("never draws more rows than the terminal has", () => {
  const { output, text } = fakeTerminal({ columns: 10, rows: 4 });
  createScreen(output).draw(["1", "2", "3", "4", "5"]);
  expect(text()).toBe("1\n2\n3");
});

it("hides the cursor while there is a block, and shows it after", () => {
  const written: string[] = [];
  const { output } = fakeTerminal({ columns: 10, rows: 4 });
  const screen = createScreen({ ...output, write: (text) => void written.push(text) });
  screen.print("log\n");
  screen.close();
  expect(written.join("")).toBe("log\n");
  screen.draw(["a"]);
  screen.draw(["b"]);
  screen.close();
  screen.close();
  const all = written.join("");
  expect(all.split("\x1b[?25l")).toHaveLength(2);
  expect(all.split("\x1b[?25h")).toHaveLength(2);
});
