.watch: &watch
  type: prometheus
  total_timeout: 1m
  iteration_timeout: 5s
  interval: 500ms
  success_threshold: 2
  failure_threshold: 2

.url: &url {{ env "PROMETHEUS" | default "http://127.0.0.1:9090" }}

monitors:
  - name: enough-replicas
    <<: *watch
    prometheus: { url: *url, expr: 'vector({{ env "REPLICAS" | default 3 }}) > 2' }
  - name: no-errors
    <<: *watch
    prometheus: { url: *url, expr: vector(0) > 0.01, success_mode: if_empty }

releases:
  - name: app
    namespace: monitors
    create_namespace: true
    chart: ../charts/settings
    values: [{ settings: { replicas: '{{ env "REPLICAS" | default 3 }}' } }]
    monitors: [enough-replicas, { name: no-errors, action: uninstall }]
