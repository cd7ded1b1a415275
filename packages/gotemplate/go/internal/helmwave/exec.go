package helmwave

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/google/shlex"
)

// ExecResult is what a program left behind.
type ExecResult struct {
	// Failure says how it ended if not well, e.g. "exit status 1".
	Failure        string
	Stdout, Stderr string
}

// Exec runs a program without a shell; the error says that it could not be started.
type Exec func(command string, args []string, stdin string) (ExecResult, error)

// command offers the four ways `exec` is called: `exec "a b"`, `exec "a" (list "b")`, and both with input piped in.
func (run Exec) command(command string, args ...any) (string, error) {
	var list any
	stdin := ""
	switch len(args) {
	case 0:
	case 1:
		switch arg := args[0].(type) {
		case []any:
			list = arg
		case string:
			stdin = arg
		case nil:
		default:
			return "", fmt.Errorf("unexpected type of args[0]: %s", reflect.TypeOf(args[0]))
		}
	case 2:
		given, ok := args[0].([]any)
		if !ok {
			return "", fmt.Errorf("expected []any for args[0], got %s", reflect.TypeOf(args[0]))
		}
		input, ok := args[1].(string)
		if !ok {
			return "", fmt.Errorf("expected string for args[1] (input), got %s", reflect.TypeOf(args[1]))
		}
		list, stdin = given, input
	default:
		return "", fmt.Errorf("exec expects 0-2 arguments after command, got %d", len(args))
	}
	words, err := argv(command, list)
	if err != nil {
		return "", err
	}
	result, err := run(words[0], words[1:], stdin)
	if err != nil {
		return "", fmt.Errorf("failed to run command: %w", err)
	}
	if result.Failure == "" {
		return result.Stdout, nil
	}
	message := "failed to run command: command failed: " + result.Failure
	output := []string{}
	for _, text := range []string{result.Stdout, result.Stderr} {
		if text = strings.TrimSpace(text); text != "" {
			output = append(output, text)
		}
	}
	if len(output) > 0 {
		message += ": " + strings.Join(output, "\n")
	}
	return "", errors.New(message)
}

// argv splits a command like a shell does, or takes it as it is when its arguments are given as a list.
func argv(command string, list any) ([]string, error) {
	if list == nil {
		words, err := shlex.Split(command)
		if err != nil {
			return nil, fmt.Errorf("failed to parse command %q: %w", command, err)
		}
		if len(words) == 0 {
			return []string{command}, nil
		}
		return words, nil
	}
	words := []string{command}
	for index, arg := range list.([]any) {
		word, ok := arg.(string)
		if !ok {
			return nil, fmt.Errorf("unexpected type of arg %q in args %v at index %d", reflect.TypeOf(arg), list, index)
		}
		words = append(words, word)
	}
	return words, nil
}
