//go:build tools

// Package tools names the NATS server's program, so that go.mod and go.sum hold everything it needs.
package tools

import _ "github.com/nats-io/nats-server/v2"
