export { type FakeClock, fakeClock } from "@helmwatch/core";
export { type FakeHost, fakeHost } from "./fake-host.js";
