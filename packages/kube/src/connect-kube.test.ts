import { readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { apiServer, sendJson } from "../test/api-server.js";
import { authority } from "../test/certificates.js";
import { credentialPlugin } from "../test/credential-plugin.js";
import { failure } from "../test/failure.js";
import { kubeconfigFile, temporaryFile, temporaryFolder } from "../test/kubeconfig-file.js";
import { type ConnectOptions, connectKube } from "./connect-kube.js";

const ca = authority();
const server = ca.issue("/CN=api", "subjectAltName=IP:127.0.0.1");
const jane = ca.issue("/CN=jane/O=devs", "extendedKeyUsage=clientAuth");
const stranger = authority("other").issue("/CN=stranger", "extendedKeyUsage=clientAuth");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const { signal } = new AbortController();
const whoami = { method: "GET", path: "/whoami", signal };

const tls = { cert: server.cert, key: server.key, ca: ca.cert, requestCert: true, rejectUnauthorized: false };
/** Answers with whom the server sees. */
const answer: RequestListener = ({ socket, headers }, response) => {
  const certificate = (socket as TLSSocket).getPeerCertificate?.().subject?.CN;
  sendJson(response, { authorization: headers.authorization, certificate });
};

async function connect(options: Partial<ConnectOptions>) {
  const kube = await connectKube({ env: {}, clock: fakeClock(), ...options });
  onTestFinished(() => kube.close());
  return kube;
}

describe("credentials", () => {
  it.each<[name: string, user: () => Record<string, unknown>, expected: object]>([
    ["none", () => ({}), {}],
    ["a token", () => ({ token: "t0k" }), { authorization: "Bearer t0k" }],
    [
      "a token file, which ends in a line feed",
      () => ({ tokenFile: temporaryFile("token", "t0k\n"), token: "stale" }),
      { authorization: "Bearer t0k" },
    ],
    [
      "a name and a password",
      () => ({ username: "jane", password: "pass:word" }),
      { authorization: `Basic ${base64("jane:pass:word")}` },
    ],
    [
      "a client certificate from files",
      () => ({ "client-certificate": jane.certFile, "client-key": jane.keyFile }),
      { certificate: "jane" },
    ],
    [
      "an inline client certificate",
      () => ({ "client-certificate-data": base64(jane.cert), "client-key-data": base64(jane.key) }),
      { certificate: "jane" },
    ],
    [
      "a credential plugin's token",
      () => ({ exec: credentialPlugin("print({ token: 't0k' })").exec }),
      { authorization: "Bearer t0k" },
    ],
    [
      "a credential plugin's client certificate",
      () => {
        const status = { clientCertificateData: jane.cert, clientKeyData: jane.key };
        return { exec: credentialPlugin(`print(${JSON.stringify(status)})`).exec };
      },
      { certificate: "jane" },
    ],
    [
      "an auth provider of client-node",
      () => ({ "auth-provider": { name: "gcp", config: { "access-token": "t0k" } } }),
      { authorization: "Bearer t0k" },
    ],
  ])("%s", async (_, user, expected) => {
    const { url } = await apiServer(answer, tls);
    const kube = await connect({
      kubeconfig: kubeconfigFile({ server: url, "certificate-authority": ca.certFile }, user()),
    });
    expect(await kube.request(whoami)).toEqual(expected);
  });

  it("says which context, namespace and server it is, without the credentials of the server's URL", async () => {
    const kube = await connect({
      kubeconfig: kubeconfigFile({ server: "https://me:s3cret@k8s.example/k8s/clusters/c-1/" }),
    });
    expect(kube).toMatchObject({ context: "test", namespace: "shop", server: "https://k8s.example/k8s/clusters/c-1" });
  });

  it("reads a token file anew for each request", async () => {
    const { url, requests } = await apiServer(answer);
    const tokenFile = temporaryFile("token", "old");
    const kube = await connect({ kubeconfig: kubeconfigFile({ server: url }, { tokenFile }) });
    await kube.request(whoami);
    writeFileSync(tokenFile, "new");
    await kube.request(whoami);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer old", "Bearer new"]);
  });

  it("uses a renewed client certificate, on new connections only", async () => {
    const { url, requests } = await apiServer(answer, tls);
    const [certFile, keyFile] = [temporaryFile("c", jane.cert), temporaryFile("k", jane.key)];
    const user = { "client-certificate": certFile, "client-key": keyFile };
    const kube = await connect({
      kubeconfig: kubeconfigFile({ server: url, "certificate-authority": ca.certFile }, user),
    });
    const answers = [await kube.request(whoami), await kube.request(whoami)];
    const joe = ca.issue("/CN=joe", "extendedKeyUsage=clientAuth");
    writeFileSync(certFile, joe.cert);
    writeFileSync(keyFile, joe.key);
    answers.push(await kube.request(whoami));
    expect(answers).toEqual([{ certificate: "jane" }, { certificate: "jane" }, { certificate: "joe" }]);
    expect(requests.slice(0, 2).map(({ socket }) => socket)).not.toContain(requests[2]!.socket);
  });

  it("asks a credential plugin for another token when the API server refuses one, and gives up on the second", async () => {
    const { url, requests } = await apiServer((request, response) =>
      request.headers.authorization === "Bearer t2" ? answer(request, response) : sendJson(response, {}, 401),
    );
    const plugin = credentialPlugin("print({ token: 't' + run })");
    const kube = await connect({ kubeconfig: kubeconfigFile({ server: url }, { exec: plugin.exec }) });
    expect(await kube.request(whoami)).toEqual({ authorization: "Bearer t2" });
    expect(requests.length).toBe(2);

    const refused = await connect({
      kubeconfig: kubeconfigFile({ server: url }, { exec: credentialPlugin("print({ token: 'bad' })").exec }),
    });
    await expect(refused.request(whoami)).rejects.toMatchObject({ code: "KUBE_FORBIDDEN", facts: { status: 401 } });
    expect(requests.length).toBe(4);
  });

  it("impersonates whom the kubeconfig names", async () => {
    const { url, requests } = await apiServer(answer);
    const user = { token: "t0k", as: "joe", "as-groups": ["devs", "ops"] };
    const kube = await connect({ kubeconfig: kubeconfigFile({ server: url }, user) });
    await kube.request(whoami);
    expect(requests[0]!.headersDistinct).toMatchObject({
      authorization: ["Bearer t0k"],
      "impersonate-user": ["joe"],
      "impersonate-group": ["devs", "ops"],
    });
  });

  it("is the pod's service account inside a cluster", async () => {
    const { port, requests } = await apiServer(answer, tls);
    const dir = temporaryFolder();
    writeFileSync(join(dir, "token"), "pod-token");
    writeFileSync(join(dir, "ca.crt"), readFileSync(ca.certFile));
    const kube = await connect({
      env: { KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: String(port) },
      serviceAccountDir: dir,
    });
    await kube.request(whoami);
    expect(requests[0]!.headers.authorization).toBe("Bearer pod-token");
    expect(kube.context).toBe("in-cluster");
  });

  it.each<[name: string, user: () => Record<string, unknown>, message: RegExp]>([
    [
      "a missing file",
      () => ({ "client-certificate": "/nope/c", "client-key": "/nope/k" }),
      /^cannot read "\/nope\/c", which the kubeconfig names for "test" \(ENOENT\)$/,
    ],
    ["a missing token file", () => ({ tokenFile: "/nope/t" }), /^cannot read "\/nope\/t", .* "test-user" \(ENOENT\)$/],
    [
      "an empty token file",
      () => ({ tokenFile: temporaryFile("token", "\n") }),
      /^token file ".*" of user "test-user" is empty$/,
    ],
    [
      "no PEM",
      () => ({ "client-certificate-data": base64("s3cret"), "client-key-data": base64("s3cret") }),
      /^the CA, the client certificate or its key of context "test" cannot be used \(ERR_OSSL_PEM_NO_START_LINE\)$/,
    ],
    [
      "a key of another certificate",
      () => ({ "client-certificate-data": base64(jane.cert), "client-key-data": base64(stranger.key) }),
      /cannot be used \(ERR_OSSL_X509_KEY_VALUES_MISMATCH\)$/,
    ],
    [
      "an auth provider without a way to a token",
      () => ({ "auth-provider": { name: "gcp", config: { expiry: "s3cret" } } }),
      /^auth provider "gcp" gives no credentials for user "test-user"$/,
    ],
  ])("that cannot be had are KUBE_CONFIG: %s", async (_, user, message) => {
    const { url } = await apiServer(answer);
    const kube = await connect({ kubeconfig: kubeconfigFile({ server: url }, user()) });
    const error = await failure(kube.request(whoami));
    expect(error.message).toMatch(message);
    expect(error.code).toBe("KUBE_CONFIG");
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("s3cret");
  });
});
