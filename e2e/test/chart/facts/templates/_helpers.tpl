{{- define "facts.label" -}}
app: {{ .Chart.Name }}
{{- end -}}
{{- define "facts.twice" }}first{{ end }}
