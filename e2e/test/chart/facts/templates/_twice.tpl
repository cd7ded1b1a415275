{{- define "facts.twice" }}second{{ end }}
