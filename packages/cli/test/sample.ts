/** A chart of one file. */
export const chart: Readonly<Record<string, string>> = {
  "chart/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.2.3\n",
  "chart/templates/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\n",
};

/** The seed's file in small: two monitors, one release, strangers' plugins. */
export function sample(says: { up?: string; delivered?: string; more?: string } = {}): string {
  return `plugins: ["@acme/helm-fake", "@acme/monitors"]
helm:
  backend: fake
${says.more ?? ""}
.monitor: &monitor
  type: script
  total_timeout: 30s
  iteration_timeout: 1s
  interval: 0.02
  success_threshold: 3
  failure_threshold: 2
monitors:
  - name: nats-up-metric
    <<: *monitor
    script: { says: ${says.up ?? "[pass]"} }
  - name: nats-delivered-metric
    <<: *monitor
    script: { says: ${says.delivered ?? "[pass]"} }
releases:
  - name: nats
    namespace: nats
    chart: { name: ./chart }
    monitors:
      - name: nats-up-metric
      - name: nats-delivered-metric
`;
}
