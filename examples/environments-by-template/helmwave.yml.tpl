{{- $env := getenv "ENV" "dev" }}
{{- $replicas := dict "dev" 1 "prod" 3 }}
releases:
  - name: app
    namespace: app-{{ $env }}
    chart: ../charts/settings
    values:
      - settings: { replicas: {{ index $replicas $env }} }
{{- if eq $env "prod" }}
    timeout: 20m
{{- end }}
