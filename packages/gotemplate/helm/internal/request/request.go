// Package request says what both engines are asked and answer.
package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Release is what templates see as .Release, and how it is rendered.
type Release struct {
	Name                 string
	Namespace            string
	Revision             int
	IsUpgrade            bool
	IncludeCRDs          bool
	SkipSchemaValidation bool
	// HasCluster: helm would ask the cluster where a template looks something up.
	HasCluster bool
	// Chart is a folder or an archive; Values are files, later ones win.
	Chart  string
	Values []string
	// Capabilities as helm tells them by `toJson .Capabilities`.
	Capabilities json.RawMessage
	// KubeVersion is what the chart's own constraint is checked against.
	KubeVersion string
}

// Rendered is what helm would print: objects in the order they are installed in, and hooks.
type Rendered struct {
	Manifest string
	Hooks    string
}

// Document writes one document as helm prints it.
func Document(to *bytes.Buffer, source, content string) {
	fmt.Fprintf(to, "---\n# Source: %s\n%s\n", source, content)
}

// RefuseLookup refuses what may ask the cluster for objects.
func RefuseLookup(text []byte) error {
	if bytes.Contains(text, []byte("lookup")) {
		return errors.New("it may look something up in the cluster")
	}
	return nil
}
