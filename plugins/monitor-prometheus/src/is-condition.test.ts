import { expect, it } from "vitest";
import { isCondition } from "./is-condition.js";

it.each([
  "up == bool 1",
  "up ==bool 1",
  "1 > bool 2",
  "a > BOOL b",
  "(up == bool 1)",
  "((a > bool on (pod) group_left () b))",
  "min(up == bool 1)",
  "sum by (job) (up == bool 1) / count by (job) (up)",
  "max_over_time((x > bool 5)[10m:1m])",
  "(a > bool 1) and (b > 2)",
  "(a > 1) or (b > bool 2)",
  "(a > 1) or on (pod) (b > bool 2)",
  "a == 1 > bool 0",
  'up{job="a"} != bool 1 # a comment',
  'rate(http_requests_total{path=~"/a.*}"}[5m]) < bool 0.1',
])("takes the values of %s as conditions", (expr) => {
  expect(isCondition(expr)).toBe(true);
});

it.each([
  "up",
  "up == 1",
  "sum(rate(nats_consumer_delivered_consumer_seq[15s])) > 0",
  "sum(x > bool 5) == 0",
  "(sum(x > bool 5) == 0)",
  "(sum(x > bool 5) == 0) and on () y",
  "(a > 1) and (b > bool 2)",
  "(a > 1) unless (b > bool 2)",
  "a > bool 1 == 0",
  'up{bool="x"} == 1',
  'up{a="b > bool 1"}',
  "up{a='b > bool 1'}",
  "up{a=`b > bool 1`}",
  'label_replace(up, "a", "> bool 1", "b", "(.*)")',
  "up # > bool 1",
  "sum by (bool) (up)",
  "bool_metric > 1",
  "bool",
  "",
  ")(",
])("takes the values of %s as they are", (expr) => {
  expect(isCondition(expr)).toBe(false);
});
