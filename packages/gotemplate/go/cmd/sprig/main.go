//go:build js && wasm

package main

import (
	"helmwatch.dev/gotemplate/internal/bridge"
	"helmwatch.dev/gotemplate/internal/sprig"
)

func main() {
	bridge.Serve(sprig.Functions)
}
