//go:build js && wasm

package main

import (
	"helmwatch.dev/gotemplate/internal/bridge"
	"helmwatch.dev/gotemplate/internal/gomplate"
)

func main() {
	bridge.Serve(gomplate.Functions)
}
