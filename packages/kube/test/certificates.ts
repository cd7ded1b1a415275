import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

export interface Pair {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Pair {
  /** `days` may be negative: a certificate that has expired. */
  issue(name: string, extension: string, days?: number): Pair;
}

/** A certificate authority of its own, made by openssl in a temporary folder. */
export function authority(name = "ca"): Authority {
  const dir = mkdtempSync(join(tmpdir(), "helmwatch-ca-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const pair = (stem: string): Pair => {
    const [certFile, keyFile] = [join(dir, `${stem}.crt`), join(dir, `${stem}.key`)];
    return { certFile, keyFile, cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
  };
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.crt", "-subj", `/CN=${name}`, "-days", "2");
  return {
    ...pair("ca"),
    issue(subject, extension, days = 2) {
      const stem = subject.replace(/\W/g, "-");
      writeFileSync(join(dir, `${stem}.ext`), extension);
      openssl("req", "-new", ...newKey, "-keyout", `${stem}.key`, "-out", `${stem}.csr`, "-subj", subject);
      const request = [
        "x509",
        "-req",
        "-in",
        `${stem}.csr`,
        "-out",
        `${stem}.crt`,
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
      ];
      openssl(...request, "-CAcreateserial", "-days", String(days), "-extfile", `${stem}.ext`);
      return pair(stem);
    },
  };
}
