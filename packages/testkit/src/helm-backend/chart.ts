import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface ChartContent {
  /** Rendered as they are: strings in them may hold template actions, quoted by backticks. */
  readonly objects?: readonly object[];
  /** Instead of `objects`: the text of the one template. */
  readonly template?: string;
  readonly notes?: string;
  /** By path in the chart. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** Writes a chart into `folder`, which becomes it. */
export async function writeChart(folder: string, content: ChartContent): Promise<void> {
  const { objects = [], template = objects.map((object) => JSON.stringify(object)).join("\n---\n") } = content;
  const files = {
    "Chart.yaml": "apiVersion: v2\nname: conformance\nversion: 1.0.0\n",
    "templates/all.yaml": template,
    ...(content.notes === undefined ? {} : { "templates/NOTES.txt": content.notes }),
    ...content.files,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
