export interface Gate {
  /** Resolves when the gate opens. */
  readonly opened: Promise<void>;
  open(): void;
}

/** Holds a server's answer until the test opens it: slowness without waiting. */
export function gate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
