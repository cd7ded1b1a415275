//go:build js && wasm

// Package bridge offers a template engine to JavaScript. The global object is a facade: `helmwatch` on it is the host,
// `fs` and `process` are what package os gets, and nothing else is there.
package bridge

import (
	"log/slog"
	"os"
	"strings"
	"syscall/js"
	"time"
	_ "time/tzdata" // there is no /usr/share/zoneinfo to read

	"helmwatch.dev/gotemplate/internal/engine"
)

// Serve puts `render` and `names` on the host and waits for calls.
func Serve(functions engine.FunctionSet) {
	facade := js.Global().Get("helmwatch")
	host := host{facade}
	environment := facade.Get("environment")
	for index := range environment.Length() {
		variable := environment.Index(index)
		os.Setenv(variable.Index(0).String(), variable.Index(1).String())
	}
	if zone, err := time.LoadLocation(facade.Get("timeZone").String()); err == nil {
		time.Local = zone
	}
	slog.SetDefault(slog.New(warnings{host}))
	templates := engine.New(functions, host)
	facade.Set("render", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return render(templates, args[0])
	}))
	facade.Set("names", js.FuncOf(func(js.Value, []js.Value) any {
		return strings.Join(templates.Names, "\n")
	}))
	select {}
}

func render(templates *engine.Engine, request js.Value) any {
	data, err := engine.Decode(request.Get("data").String())
	if err != nil {
		return map[string]any{"message": err.Error()}
	}
	call := engine.Request{
		Text:  request.Get("text").String(),
		Left:  request.Get("left").String(),
		Right: request.Get("right").String(),
		Data:  data,
	}
	if values := request.Get("plan"); values.Truthy() {
		call.Plan = plan{values}
	}
	text, err := templates.Render(call)
	if err == nil {
		return map[string]any{"text": text}
	}
	failure := err.(*engine.Failure)
	return map[string]any{
		"message":     failure.Message,
		"suggestion":  failure.Suggestion,
		"elsewhere":   failure.Elsewhere,
		"unavailable": failure.Unavailable,
		"thrown":      thrownBy(failure.Cause),
	}
}
