//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"log/slog"
	"syscall/js"

	"helmwatch.dev/gotemplate/internal/helmwave"
)

// thrown is an error of a port. The number is where JavaScript keeps it, to give it back whole.
type thrown struct {
	message string
	number  int
}

func (t thrown) Error() string { return t.message }

func thrownBy(err error) int {
	var cause thrown
	if errors.As(err, &cause) {
		return cause.number
	}
	return -1
}

// call calls a port. The facade catches what ports throw, for an exception must not cross Go's stack.
func call(object js.Value, port string, args ...any) (js.Value, error) {
	result := object.Call(port, args...)
	if message := result.Get("message"); message.Type() == js.TypeString {
		return js.Value{}, thrown{message.String(), result.Get("thrown").Int()}
	}
	return result.Get("value"), nil
}

func text(value js.Value, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return value.String(), nil
}

type host struct{ js.Value }

func (h host) Exec(command string, args []string, stdin string) (helmwave.ExecResult, error) {
	if command == "" {
		return helmwave.ExecResult{}, errors.New("exec: no command")
	}
	list := make([]any, len(args))
	for index, arg := range args {
		list[index] = arg
	}
	result, err := call(h.Value, "exec", command, list, stdin)
	if err != nil {
		return helmwave.ExecResult{}, err
	}
	return helmwave.ExecResult{
		Failure: result.Get("failure").String(),
		Stdout:  result.Get("stdout").String(),
		Stderr:  result.Get("stderr").String(),
	}, nil
}

func (h host) Warn(message string) {
	h.Call("warn", message)
}

type plan struct{ js.Value }

func (p plan) Values(args ...string) (string, error) {
	if len(args) == 2 {
		return text(call(p.Value, "getValues", args[1], args[0]))
	}
	return text(call(p.Value, "getValues", args[0]))
}

func (p plan) Plan() (string, error) { return text(call(p.Value, "getPlan")) }

func (p plan) Manifests(release string) (string, error) {
	return text(call(p.Value, "getManifests", release))
}

func (p plan) Tags() ([]string, error) {
	list, err := call(p.Value, "getTags")
	if err != nil {
		return nil, err
	}
	tags := make([]string, list.Length())
	for index := range tags {
		tags[index] = list.Index(index).String()
	}
	return tags, nil
}

// warnings passes on what gomplate logs, e.g. that a function is deprecated.
type warnings struct{ host }

func (w warnings) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }
func (w warnings) WithAttrs([]slog.Attr) slog.Handler               { return w }
func (w warnings) WithGroup(string) slog.Handler                    { return w }
func (w warnings) Handle(_ context.Context, record slog.Record) error {
	w.Warn(record.Message)
	return nil
}
