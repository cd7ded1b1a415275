import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import type { Answer } from "./answer.js";

export async function sendAnswer(answer: Answer, response: ServerResponse): Promise<void> {
  const socket = response.socket as Socket;
  await answer.after;
  if (answer.fault === "reset") return void socket.resetAndDestroy();
  if (answer.fault === "silence") return void socket.destroy();
  if (answer.fault === "garbage") return void socket.end("SSH-2.0-OpenSSH_9.2\r\n");
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.statusCode = answer.status ?? 200;
  if (answer.bytes !== undefined) return pipeline(Readable.from(repeated(answer.body ?? "x", answer.bytes)), response);

  const body = encoded(answer, response);
  response.setHeader("content-length", body.length);
  if (!answer.rest && answer.fault !== "truncate") return void response.end(body);
  const half = Math.ceil(body.length / 2);
  await new Promise((sent) => response.write(body.subarray(0, half), sent));
  if (answer.fault === "truncate") return void socket.end();
  await answer.rest;
  response.end(body.subarray(half));
}

function encoded({ body = "", gzip }: Answer, response: ServerResponse): Buffer {
  if (!gzip) return Buffer.from(body);
  response.setHeader("content-encoding", "gzip");
  return gzipSync(body);
}

function* repeated(body: string | Uint8Array, bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(64 * 1024, body);
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, left);
}
