/** A table as helmwave prints it: headers in the middle, columns parted by `|`. Cells wrap at words. */
export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * As text without a final newline, at most `columns` wide where words allow it; the last column is the one that wraps.
 * Without rows the headers stand alone.
 */
export function formatTable({ headers, rows }: Table, columns: number): string {
  const last = headers.length - 1;
  const widths = headers.map((header, index) => Math.max(header.length, ...rows.map((row) => width(row[index] ?? ""))));
  const used = widths.slice(0, last).reduce((sum, one) => sum + one + separator.length, edge.length);
  widths[last] = Math.min(widths[last] ?? 0, Math.max(20, columns - used));
  const head = headers.map((header, index) => centred(header.toUpperCase(), widths[index]!));
  const rule = widths.map((one, index) => "-".repeat(one + (index === 0 ? 4 : index === last ? 2 : 3))).join("+");
  const body = rows.flatMap((row) => {
    const cells = row.map((cell, index) => (index === last ? wrap(cell, widths[index]!) : [cell]));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => cells.map((cell, index) => pad(cell[at] ?? "", widths[index]!)));
  });
  const lines = [head, ...body].map((cells) => (edge + cells.join(separator)).trimEnd());
  return [lines[0], rule.slice(0, Math.max(columns, 20)), ...lines.slice(1)].join("\n");
}

const edge = "  ";
const separator = "  | ";

const width = (text: string) => Array.from(text).length;
const pad = (text: string, to: number) => text + " ".repeat(Math.max(0, to - width(text)));

function centred(text: string, to: number): string {
  const left = Math.floor(Math.max(0, to - width(text)) / 2);
  return pad(" ".repeat(left) + text, to);
}

function wrap(text: string, to: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const rows: string[] = [];
    let row = "";
    for (const word of paragraph.split(" ")) {
      if (row !== "" && width(row) + 1 + width(word) > to) {
        rows.push(row);
        row = word;
      } else row = row === "" ? word : `${row} ${word}`;
    }
    return [...rows, row];
  });
}
