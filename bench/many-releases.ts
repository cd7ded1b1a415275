/**
 * Configs of `count` releases in teams of one namespace, with a hundred monitors and layers of a hundred releases that
 * depend on those before: written out; with an anchor and merge keys; and the same with values of its own inline in each.
 */
export function manyReleases(count: number): Readonly<Record<string, string>> {
  const releases = (of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index)).join("");
  const team = (index: number) => `team-${index % 20}`;
  const before = (index: number) => (index < 100 ? "" : `[r${index - 100}@${team(index - 100)}]`);
  const merged = (index: number) => `  - name: r${index}
    namespace: ${team(index)}
    <<: *options
    tags: [${team(index)}, tier-${index % 3}]
    depends_on: ${before(index)}
    monitors:
      - name: up-${index % 100}
    values:
      - values/${team(index)}.yaml
`;
  const plain = (index: number) => `  - name: r${index}
    namespace: ${team(index)}
    create_namespace: true
    wait: true
    timeout: 5m
    chart:
      name: ./chart
    tags:
      - ${team(index)}
    depends_on: ${before(index)}
    monitors:
      - name: up-${index % 100}
    values:
      - values/${team(index)}.yaml
`;
  const inline = (index: number) => `      - replicas: ${index % 7}
        host: "r${index}.example.com"
`;
  return {
    "in full": `${monitors}releases:\n${releases(plain)}`,
    "with anchors": `${monitors}${options}releases:\n${releases(merged)}`,
    "own values inline": `${monitors}${options}releases:\n${releases((index) => merged(index) + inline(index))}`,
  };
}

const monitors = `monitors:\n${Array.from(
  { length: 100 },
  (_, index) => `  - name: up-${index}
    type: prometheus
    total_timeout: 1m # fail if it flaps between success and failure for so long
    interval: 2s
    success_threshold: 5
    failure_threshold: 5
    prometheus:
      url: http://localhost:9090
      expr: |
        up{job="job-${index}"} == 1
`,
).join("")}`;

const options = `.options: &options
  create_namespace: true
  wait: true
  timeout: 1m
  max_history: 3 # best practice
  chart:
    name: ./chart
`;
