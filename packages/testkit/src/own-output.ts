import { AsyncLocalStorage } from "node:async_hooks";

/** What `work`, and nobody else at the same time, writes to stdout and stderr of this process. It does not get there. */
export async function ownOutput(work: () => Promise<void>): Promise<string> {
  const context = new AsyncLocalStorage<true>();
  const written: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write;
    stream.write = ((...args: Parameters<typeof write>) => {
      if (!context.getStore()) return write.apply(stream, args);
      written.push(String(args[0]));
      return true;
    }) as typeof write;
    return { stream, write };
  });
  try {
    await context.run(true, work);
  } finally {
    for (const { stream, write } of streams) stream.write = write;
  }
  return written.join("");
}
