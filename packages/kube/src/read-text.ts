import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { Dispatcher } from "undici";
import type { Peer } from "./peer.js";

/** Bytes, unpacked: far above any page of a list, far below what harms this process. */
const limit = 64 << 20;

/** Reads a whole body, at most 64 MiB of it. */
export async function readText({ body, headers }: Dispatcher.ResponseData, peer: Peer): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw tooLarge(peer);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (headers["content-encoding"] !== "gzip") return bytes.toString();
  const unpacked = promisify(gunzip)(bytes, { maxOutputLength: limit });
  return (
    await unpacked.catch(({ code }) => {
      throw code === "ERR_BUFFER_TOO_LARGE" ? tooLarge(peer) : badAnswer(peer, "sends broken gzip");
    })
  ).toString();
}

export function badAnswer({ server }: Peer, what: string): HelmwatchError {
  return new HelmwatchError("KUBE_BAD_ANSWER", `${server} ${what}`, {
    hint: "check the server address: a proxy or a login page may answer in its place",
    facts: { server },
  });
}

const tooLarge = (peer: Peer) =>
  new HelmwatchError("KUBE_BAD_ANSWER", `the answer of ${peer.server} is larger than ${limit >> 20} MiB`, {
    hint: "narrow the request by namespace or selector",
    facts: { server: peer.server },
  });
