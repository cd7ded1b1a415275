import { type HelmResult, HelmwatchError } from "@helmwatch/core/plugin";
import { maskText } from "../error/mask-text.js";

interface GitTrouble {
  readonly pattern: RegExp;
  readonly what: string;
  readonly hint: string;
  readonly transient?: true;
}

/** Texts of git 2.31 to 2.51, of curl and of OpenSSH; the first that matches wins. */
const troubles: readonly GitTrouble[] = [
  {
    pattern: /Host key verification failed/,
    what: "ssh does not know the server's key",
    hint: "Add it to known_hosts: ssh-keyscan HOST, compared with what the host publishes.",
  },
  {
    pattern: /Authentication failed|could not read (Username|Password)|Permission denied|error: 40[13]/,
    what: "the credentials were not accepted, or there are none",
    hint: "Set username and password of the chart, a credential helper of git, or a key of ssh-agent: nobody is asked.",
  },
  {
    pattern: /certificate|SSL_ERROR|gnutls_handshake/i,
    what: "the server's certificate was not accepted",
    hint: "Set ca_file of the chart, or insecure: true.",
  },
  {
    pattern: /couldn't find remote ref|not our ref|no such remote ref|Needed a single revision/,
    what: "there is no such branch, tag or commit",
    hint: "A commit is given by all its 40 digits.",
  },
  {
    pattern:
      /Could not resolve|Connection (refused|reset|timed out)|Failed to connect|Couldn't connect|timed out|early EOF|RPC failed|error: (429|5\d\d)|Network is unreachable/i,
    what: "the server could not be reached",
    hint: "Check the address and the network (proxies are taken from the environment).",
    transient: true,
  },
  {
    pattern: /not found|does not (exist|appear to be a git repository)|not a git repository/i,
    what: "there is no such repository, or it is hidden from this user",
    hint: "Check the address and the credentials.",
  },
];

/** The error for a git call that did not end well; `subject` opens the message. */
export function gitFailure(
  subject: string,
  { deadlineMs }: { readonly deadlineMs: number },
  { ended, exitCode, stderr, where }: HelmResult,
): HelmwatchError {
  const facts = { exitCode, where, stderr: maskText(stderr).trimEnd().slice(-4096) };
  const failed = (why: string, hint?: string, more = {}) =>
    new HelmwatchError("GIT_FETCH_FAILED", `${subject} failed: ${why}`, {
      facts: { ...facts, ...more },
      ...(hint === undefined ? {} : { hint }),
    });
  if (ended === "deadline") return failed(`git did not end within ${Math.round(deadlineMs / 1000)}s and was stopped`);
  if (ended === "interrupted") return failed("it was interrupted");
  const lines = stderr.split("\n").map((line) => line.trim());
  const told = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.findLast((line) => line !== "");
  const text = maskText(told ?? `git exited with ${exitCode}`).replace(/^(fatal|error): /, "");
  const trouble = troubles.find(({ pattern }) => pattern.test(stderr));
  if (!trouble) return failed(text);
  return failed(`${trouble.what} (${text})`, trouble.hint, trouble.transient ? { transient: true } : {});
}
