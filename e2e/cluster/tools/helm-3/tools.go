//go:build tools

// Package tools names the helm command, so that go.mod and go.sum hold everything it needs.
package tools

import _ "helm.sh/helm/v3/cmd/helm"
