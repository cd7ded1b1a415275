/** One answer of a fault server; `{}` is an empty 200. */
export interface Answer {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Repeats the body until it has this many bytes, streamed and without a content-length. */
  readonly bytes?: number;
  readonly gzip?: boolean;
  /** Nothing is sent before this resolves: `gate().opened`, or a sleep on a fake clock. */
  readonly after?: Promise<unknown>;
  /** The second half of the body is not sent before this resolves. */
  readonly rest?: Promise<unknown>;
  /**
   * `reset`: the connection is reset instead of an answer; `silence`: it is closed without one; `garbage`: the answer
   * is not HTTP; `truncate`: the connection ends in the middle of the body.
   */
  readonly fault?: "reset" | "silence" | "garbage" | "truncate";
}

/** A request as the server saw it; header names in lower case. */
export interface SeenRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
