export { type FakeClock, fakeClock } from "@helmwatch/core";
export type { Answer, SeenRequest } from "./answer.js";
export { type FakeHost, fakeHost } from "./fake-host.js";
export { type FaultServer, faultServer, type Script } from "./fault-server.js";
export { type Gate, gate } from "./gate.js";
export { prometheusServer, type QueryResult, type QueryTable } from "./prometheus-server.js";
export { type ProxyServer, proxyServer } from "./proxy-server.js";
