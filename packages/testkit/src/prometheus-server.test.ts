import { expect, it } from "vitest";
import { prometheusServer } from "./prometheus-server.js";

it("answers instant queries as Prometheus does, by POST and by GET", async () => {
  const server = await prometheusServer({
    up: { vector: [{ labels: { job: "a" }, value: 1 }, { value: Number.NaN }], warnings: ["careful"] },
    "1 > bool 2": { scalar: 0 },
    "1/0": { scalar: Number.POSITIVE_INFINITY },
    '"a"': { string: "a" },
    "up[5m]": { matrix: [{ values: [1, 0] }] },
    "up{": { badData: 'invalid parameter "query": 1:4: parse error' },
  });
  const ask = async (query: string, method = "POST") => {
    const form = new URLSearchParams({ query });
    const url = `${server.url}/prefix/api/v1/query`;
    const response = await (method === "GET" ? fetch(`${url}?${form}`) : fetch(url, { method, body: form }));
    return { status: response.status, ...((await response.json()) as object) };
  };
  const time = expect.any(Number);
  try {
    expect(await ask("up")).toEqual({
      status: "success",
      data: {
        resultType: "vector",
        result: [
          { metric: { job: "a" }, value: [time, "1"] },
          { metric: {}, value: [time, "NaN"] },
        ],
      },
      warnings: ["careful"],
    });
    expect(await ask("misspelt", "GET")).toMatchObject({ data: { resultType: "vector", result: [] } });
    expect(await ask("1 > bool 2")).toMatchObject({ data: { resultType: "scalar", result: [time, "0"] } });
    expect(await ask("1/0", "GET")).toMatchObject({ data: { result: [time, "+Inf"] } });
    expect(await ask('"a"')).toMatchObject({ data: { resultType: "string", result: [time, "a"] } });
    expect(await ask("up[5m]")).toMatchObject({
      data: {
        resultType: "matrix",
        result: [
          {
            metric: {},
            values: [
              [time, "1"],
              [time, "0"],
            ],
          },
        ],
      },
    });
    expect(await ask("up{")).toMatchObject({ status: "error", errorType: "bad_data" });
    expect((await fetch(server.url)).status).toBe(404);
  } finally {
    await server.close();
  }
});
