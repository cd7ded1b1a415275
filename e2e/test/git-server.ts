import { execa } from "execa";
import type { TestCertificates } from "../tools/certificates.js";
import { debianPrograms } from "../tools/debian-programs.js";
import type { Credentials } from "../tools/registry.js";
import { basicHeader, listen } from "./file-server.js";

export interface GitServer {
  readonly url: string;
  /** Packs that were asked for. */
  fetches(): number;
}

/** git's own server of repositories below a folder, over http or https, until the end of the test. */
export async function serveGit(folder: string, credentials?: Credentials, tls?: TestCertificates): Promise<GitServer> {
  const call = { signal: new AbortController().signal, progress: () => {} };
  const [program] = await debianPrograms(["/usr/lib/git-core/git-http-backend"], call);
  let packs = 0;
  const url = await listen(async (request, response) => {
    const { method = "", headers } = request;
    const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
    if (credentials && headers.authorization !== basicHeader(credentials))
      return void response.writeHead(401, { "www-authenticate": "Basic realm=git" }).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const env = {
      ...{ GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: "1", REQUEST_METHOD: method, PATH_INFO: pathname },
      ...{ QUERY_STRING: searchParams.toString(), CONTENT_TYPE: headers["content-type"] ?? "" },
      ...{
        GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
        HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
      },
    };
    const input = Buffer.concat(chunks);
    const { stdout } = await execa(program, [], { env, input, encoding: "buffer" });
    const end = Buffer.from(stdout).indexOf("\r\n\r\n");
    const head = Buffer.from(stdout).subarray(0, end).toString().split("\r\n");
    const fields = Object.fromEntries(head.map((line) => line.split(": ", 2)));
    if (input.includes("command=fetch")) packs++;
    response.writeHead(Number.parseInt(fields.Status ?? "200", 10), fields).end(Buffer.from(stdout).subarray(end + 4));
  }, tls && { tls, wantsClient: true });
  return { url, fetches: () => packs };
}
