import { connectionError } from "./connection-error.js";
import type { Exchange } from "./exchange.js";
import type { Peer } from "./peer.js";

/**
 * One text answer as it comes, on one connection, in pieces that end anywhere but within a character. No limit of time:
 * the kubelet sends not even a status before a log that is followed has its first line.
 */
export async function* streamText(
  exchange: Exchange,
  peer: Peer,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  // The API server refuses text/plain alone.
  const headers = { accept: "text/plain, application/json", "accept-encoding": "identity" };
  const decoder = new TextDecoder();
  try {
    const { body } = await exchange({ method: "GET", path, headers, signal });
    for await (const chunk of body) {
      const text = decoder.decode(chunk, { stream: true });
      if (text !== "") yield text;
    }
    const rest = decoder.decode();
    if (rest !== "") yield rest;
  } catch (error) {
    throw connectionError(error, signal, peer);
  }
}
