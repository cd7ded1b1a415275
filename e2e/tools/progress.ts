/** Says what is going on, in one line for people; called again every few seconds while something takes long. */
export type Progress = (text: string) => void;

/** Runs `work` and repeats `text` with the seconds passed, so that nobody takes a long build for a hang. */
export async function withProgress<T>(text: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  progress(text);
  const timer = setInterval(() => progress(`${text}, ${Math.round((Date.now() - start) / 1000)} s`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
