import { expect, it } from "vitest";
import { createNarrator, type Narrator } from "./narrator.js";

function told(story: (narrator: Narrator, pass: (seconds: number) => void) => void): string {
  const lines: string[] = [];
  let now = 1_000_000;
  const narrator = createNarrator(
    (line) => lines.push(line),
    () => now,
  );
  story(narrator, (seconds) => {
    now += seconds * 1000;
  });
  return lines.join("\n");
}

it("stamps lines with the time passed", () => {
  expect(
    told((narrator, pass) => {
      narrator.say("Kubernetes");
      pass(65.9);
      narrator.command("helmwatch up");
      pass(600);
      narrator.failure("pods: expected 1\nbut there are 2");
    }),
  ).toMatchInlineSnapshot(`
    " 0:00  Kubernetes
     1:05  $ helmwatch up
    11:05  FAILED: pods: expected 1
           but there are 2"
  `);
});

it("repeats a step that goes on every 20 seconds, and tells of each new one at once", () => {
  expect(
    told((narrator, pass) => {
      narrator.progress("building kube-apiserver (1/2)");
      for (let seconds = 5; seconds <= 45; seconds += 5) {
        pass(5);
        narrator.progress(`building kube-apiserver (1/2), ${seconds} s`);
      }
      narrator.progress("building kubelet (2/2)");
    }),
  ).toMatchInlineSnapshot(`
    " 0:00    building kube-apiserver (1/2)
     0:20    building kube-apiserver (1/2), 20 s
     0:40    building kube-apiserver (1/2), 40 s
     0:45    building kubelet (2/2)"
  `);
});

it("keeps what a command printed within 80 columns, broken between fields", () => {
  const text = told((narrator) => {
    narrator.output("[INFO]: deploying...             release: nats@nats");
    narrator.output(
      "[INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 1/5  error: result is empty",
    );
    narrator.output("[WARNING]: skipped               ");
    narrator.output("");
  });
  expect(text).toMatchInlineSnapshot(`
    "       | [INFO]: deploying...             release: nats@nats
           | [INFO]: monitor did not succeed  monitor: nats-delivered-metric
           |         streak: 1/5  error: result is empty
           | [WARNING]: skipped
           |"
  `);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});
