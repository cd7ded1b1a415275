{{- define "common.labels" -}}
chart: {{ .Chart.Name }}
region: {{ (.Values.global | default dict).region | default "none" }}
{{- end -}}
