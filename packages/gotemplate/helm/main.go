//go:build js && wasm

// Helm's own rendering for JavaScript: `render` on the host takes a request as JSON and answers with what helm would
// print, or with the reason why helm itself has to be asked.
package main

import (
	"encoding/json"
	"io"
	"log"
	"log/slog"
	"runtime/debug"
	"syscall/js"
	"time"
	_ "time/tzdata" // there is no /usr/share/zoneinfo to read

	"helmwatch.dev/helmengine/internal/helm3"
	"helmwatch.dev/helmengine/internal/helm4"
	"helmwatch.dev/helmengine/internal/request"
)

func main() {
	// What helm warns about it says itself, for each chart's first release.
	debug.SetGCPercent(400)
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	host := js.Global().Get("helmwatch")
	if zone, err := time.LoadLocation(host.Get("timeZone").String()); err == nil {
		time.Local = zone
	}
	host.Set("render", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var asked struct {
			Major   int
			Release request.Release
		}
		if err := json.Unmarshal([]byte(args[0].String()), &asked); err != nil {
			return map[string]any{"message": err.Error()}
		}
		render := helm4.Render
		if asked.Major == 3 {
			render = helm3.Render
		}
		rendered, err := render(asked.Release)
		if err != nil {
			return map[string]any{"message": err.Error()}
		}
		return map[string]any{"manifest": rendered.Manifest, "hooks": rendered.Hooks}
	}))
	select {}
}
