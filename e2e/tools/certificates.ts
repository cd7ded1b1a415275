import { join } from "node:path";
import { execa } from "execa";
import { debianPrograms } from "./debian-programs.js";

/** PEM files of an authority that nobody else trusts, of a server of 127.0.0.1, and of a client that both know. */
export interface TestCertificates {
  readonly authority: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

export async function createTestCertificates(folder: string): Promise<TestCertificates> {
  const [openssl] = await debianPrograms(["openssl"], { signal: new AbortController().signal, progress: () => {} });
  const make = async (name: string, extension: string, issuer?: { cert: string; key: string }) => {
    const pair = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
    await execa(openssl, [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
      ...["-subj", `/CN=${name}`, "-addext", extension, "-out", pair.cert, "-keyout", pair.key],
      ...(issuer ? ["-CA", issuer.cert, "-CAkey", issuer.key, "-addext", "basicConstraints=critical,CA:FALSE"] : []),
    ]);
    return pair;
  };
  const authority = await make("authority", "keyUsage=critical,keyCertSign");
  const server = await make("server", "subjectAltName=IP:127.0.0.1", authority);
  const client = await make("client", "extendedKeyUsage=clientAuth", authority);
  return { authority: authority.cert, server, client };
}
