import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/kubeconfig-file.js";
import { splitEntries } from "./build-secrets.js";
import { packDirectory } from "./pack-directory.js";
import { type FileToPack, type Pack, packFiles, pieceSize } from "./pack-files.js";
import { shellWord } from "./shell-word.js";
import { unpackScript } from "./unpack-script.js";

const pack = (files: FileToPack[], entries: Record<string, string> = {}) =>
  packFiles({ files, entries, what: "the files", hint: "send less" });

async function* stream(...chunks: Buffer[]) {
  yield* chunks;
}

/** Runs the script of a pod on what arrived in it. */
function unpack({ entries }: Pack, spoil?: string): { failed: string; file(name: string): Buffer } {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "in"));
  for (const [key, bytes] of entries) writeFileSync(join(folder, "in", key), bytes);
  if (spoil) writeFileSync(join(folder, "in", spoil), "spoilt");
  const script = `in='${folder}/in' work='${folder}/work'\nfail() { echo "$1"; exit 1; }\n${unpackScript}`;
  try {
    execFileSync("sh", ["-c", script], { encoding: "utf8" });
    return { failed: "", file: (name) => readFileSync(join(folder, "work/files", name)) };
  } catch (error) {
    return { failed: (error as { stdout: string }).stdout, file: () => Buffer.of() };
  }
}

it("a file, bytes, a stream and a folder arrive in the pod as they were sent", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "@a.yaml"), "a: 1\n");
  writeFileSync(join(folder, "left out"), "b: 2\n");
  const large = Buffer.alloc(2 * pieceSize + 7, "0123456789");
  const packed = await pack([
    { name: "a.yaml", content: join(folder, "@a.yaml") },
    { name: "large", content: large },
    { name: "empty", content: Buffer.of() },
    { name: "streamed", content: stream(Buffer.from("one "), Buffer.from("two")) },
    { name: "chart", content: await packDirectory(folder, ["@a.yaml"]), isFolder: true },
  ]);
  const { file } = unpack(packed);
  expect(file("large").equals(large)).toBe(true);
  expect(["a.yaml", "empty", "streamed", "chart/@a.yaml"].map((name) => file(name).toString())).toEqual([
    ...["a: 1\n", "", "one two", "a: 1\n"],
  ]);
  expect(() => file("chart/left out")).toThrow("ENOENT");
});

it.each(["run.sh", "f000.000", "files"])("what arrives other than it was sent is refused: %s", async (spoil) => {
  const packed = await pack([{ name: "a", content: Buffer.from("a") }], { "run.sh": "echo" });
  expect(unpack(packed, spoil).failed).toBe("what arrived in the pod is not what was sent\n");
});

it("has one digest for one content, wherever it lies, and another for another", async () => {
  const digest = async (text: string) => {
    const path = join(temporaryFolder(), "v.yaml");
    writeFileSync(path, text);
    return (await pack([{ name: "v", content: path }])).digest;
  };
  expect(await digest("a: 1")).toBe(await digest("a: 1"));
  expect(await digest("a: 1")).not.toBe(await digest("a: 2"));
});

it("fills Secrets up to their limit, in the order of the entries", async () => {
  const packed = await pack([{ name: "a", content: Buffer.alloc(pieceSize + 7) }], { argv: "set --" });
  expect(splitEntries(packed)).toEqual([["argv", "files"], ["f000.000"], ["f000.001", "sums"]]);
});

it("refuses what no pod should have to hold, without reading a stream to its end", async () => {
  let sent = 0;
  async function* large() {
    for (; sent < 50; sent++) yield Buffer.alloc(1 << 20);
  }
  await expect(pack([{ name: "a", content: large() }])).rejects.toMatchObject({
    code: "HELM_TOO_LARGE",
    message: "the files are 33.0 MiB, at most 32.0 MiB are carried into the cluster",
    hint: "send less",
  });
  expect(sent).toBeLessThan(34);
});

it("refuses a name that a shell would take apart", async () => {
  await expect(pack([{ name: "a b", content: Buffer.of() }])).rejects.toThrow('"a b"');
});

it.each(["it's", '$(id) `id` \\ "', "a\nb", ""])("quotes %j for the shell", (text) => {
  expect(execFileSync("sh", ["-c", `printf '%s|' ${shellWord(text)}`], { encoding: "utf8" })).toBe(`${text}|`);
});
