releases:
{{- range $namespace, $apps := readFile "apps.yml" | fromYaml }}
  {{- range $apps }}
  - name: {{ . }}
    namespace: {{ $namespace }}
    create_namespace: true
    chart: ../charts/settings
    tags: [{{ . }}, {{ $namespace }}]
  {{- end }}
{{- end }}
