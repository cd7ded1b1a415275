// Package helmwave holds the template functions that helmwave adds to sprig and gomplate.
package helmwave

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

func toYaml(value any) (string, error) {
	text, err := yaml.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("failed to marshal %v to YAML: %w", value, err)
	}
	return string(text), nil
}

func fromYaml(text string) (map[string]any, error) {
	value := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		return nil, fmt.Errorf("failed to unmarshal %s from YAML: %w", text, err)
	}
	return value, nil
}

func fromYamlArray(text string) ([]any, error) {
	value := []any{}
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		return nil, fmt.Errorf("failed to unmarshal %s from YAML as array: %w", text, err)
	}
	return value, nil
}

// fromYamlAll drops documents that are null.
func fromYamlAll(text string) ([]any, error) {
	documents := []any{}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var document any
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, fmt.Errorf("failed to unmarshal YAML document: %w", err)
		}
		if document != nil {
			documents = append(documents, document)
		}
	}
}

func anyYaml(text string) (value any, err error) {
	err = yaml.Unmarshal([]byte(text), &value)
	return value, err
}
