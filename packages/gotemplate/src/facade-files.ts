import type { FileStat, TemplateHost } from "./host.js";

type Callback = (error: { code: string } | null, result?: unknown) => void;

interface OpenFile {
  readonly bytes: Uint8Array;
  readonly stat: FileStat;
  position: number;
}

/** Error codes of Node that Go knows; any other would end the engine. */
const knownCodes = new Set([
  "EACCES",
  "EISDIR",
  "ELOOP",
  "EMFILE",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOSYS",
  "ENOTDIR",
  "EPERM",
]);
const folderBit = 0o040000;
const fileBit = 0o100000;
const writing = { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 0o100, O_TRUNC: 0o1000, O_APPEND: 0o2000, O_EXCL: 0o200 };
const changes = [
  ...["chmod", "chown", "fchmod", "fchown", "fsync", "ftruncate", "lchown", "link", "mkdir", "rename", "rmdir"],
  ...["symlink", "truncate", "unlink", "utimes"],
];

/** The `fs` that Go's package os gets: reading through the host, and nothing else. `print` gets what Go writes to stderr. */
export function facadeFiles(host: Pick<TemplateHost, "files">, print: (text: string) => void) {
  const open = new Map<number, OpenFile>();
  let next = 3;
  const stat = (path: string): FileStat => {
    if (host.files.stat) return host.files.stat(path);
    return { folder: false, size: host.files.read(path).length, mode: 0o644, modified: 0 };
  };
  const file = (descriptor: number): OpenFile => {
    const found = open.get(descriptor);
    if (!found) throw failure("EBADF");
    return found;
  };
  const calls: Record<string, (...args: never[]) => unknown> = {
    open(path: string, flags: number) {
      if (flags & (writing.O_WRONLY | writing.O_RDWR | writing.O_CREAT | writing.O_TRUNC)) throw failure("EROFS");
      const found = host.files.stat?.(path);
      const bytes = found?.folder ? new Uint8Array() : host.files.read(path);
      const known = { folder: found?.folder ?? false, size: bytes.length, mode: found?.mode ?? 0o644 };
      open.set(next, { bytes, stat: { ...known, modified: found?.modified ?? 0 }, position: 0 });
      return next++;
    },
    close: (descriptor: number) => void open.delete(descriptor),
    read(descriptor: number, buffer: Uint8Array, offset: number, length: number, position: number | null) {
      const from = file(descriptor);
      if (from.stat.folder) throw failure("EISDIR");
      const start = position ?? from.position;
      const part = from.bytes.subarray(start, start + length);
      buffer.set(part, offset);
      if (position === null) from.position += part.length;
      return part.length;
    },
    fstat: (descriptor: number) => nodeStat(file(descriptor).stat),
    stat: (path: string) => nodeStat(stat(path)),
    lstat: (path: string) => nodeStat(stat(path)),
    readdir(path: string) {
      if (!host.files.list) throw failure("ENOSYS");
      return [...host.files.list(path)];
    },
    readlink() {
      throw failure("EINVAL");
    },
    write(_descriptor: number, bytes: Uint8Array) {
      print(new TextDecoder().decode(bytes));
      return bytes.length;
    },
  };
  for (const name of changes)
    calls[name] = () => {
      throw failure("EROFS");
    };
  const asynchronous = Object.entries(calls).map(([name, call]) => [name, called(call)]);
  return {
    ...Object.fromEntries(asynchronous),
    constants: { ...writing, O_DIRECTORY: 0 },
    writeSync(_descriptor: number, bytes: Uint8Array) {
      print(new TextDecoder().decode(bytes));
      return bytes.length;
    },
  };
}

/** Go calls with a callback and is called back at once. */
function called(call: (...args: never[]) => unknown) {
  return (...args: unknown[]) => {
    const callback = args.pop() as Callback;
    let result: unknown;
    try {
      result = call(...(args as never[]));
    } catch (error) {
      const code = String((error as NodeJS.ErrnoException).code);
      return callback({ code: knownCodes.has(code) || error instanceof FileError ? code : "EIO" });
    }
    callback(null, result);
  };
}

class FileError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const failure = (code: "EBADF" | "EINVAL" | "EISDIR" | "ENOSYS" | "EROFS") => new FileError(code);

function nodeStat({ folder, size, mode, modified }: FileStat) {
  const ids = { dev: 0, ino: 0, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, blocks: Math.ceil(size / 512) };
  return {
    ...ids,
    size,
    mode: (mode & 0o7777) | (folder ? folderBit : fileBit),
    atimeMs: modified,
    mtimeMs: modified,
    ctimeMs: modified,
    isDirectory: () => folder,
  };
}
