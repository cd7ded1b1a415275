// Package helm3 renders as Helm 3 does: the part of its action package that needs no cluster.
// Source: helm.sh/helm/v3/pkg/action, renderResources, Install.RunWithContext and Upgrade.prepareUpgrade
package helm3

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"

	"helmwatch.dev/helmengine/internal/request"
)

// Render answers what helm would, or an error where helm has to be asked.
func Render(release request.Release) (request.Rendered, error) {
	var none request.Rendered
	loaded, err := load(release.Chart)
	if err != nil {
		return none, err
	}
	if err := refuse(loaded); err != nil {
		return none, err
	}
	values := map[string]any{}
	for _, path := range release.Values {
		text, err := os.ReadFile(path)
		if err != nil {
			return none, err
		}
		if release.HasCluster {
			if err := request.RefuseLookup(text); err != nil {
				return none, err
			}
		}
		read := map[string]any{}
		if err := yaml.Unmarshal(text, &read); err != nil {
			return none, err
		}
		values = mergeMaps(values, read)
	}
	if release.HasCluster {
		if err := refuseLookups(loaded); err != nil {
			return none, err
		}
	}
	capabilities, err := capabilities(release)
	if err != nil {
		return none, err
	}
	if err := chartutil.ProcessDependenciesWithMerge(loaded, values); err != nil {
		return none, err
	}
	options := chartutil.ReleaseOptions{
		Name:      release.Name,
		Namespace: release.Namespace,
		Revision:  release.Revision,
		IsInstall: !release.IsUpgrade,
		IsUpgrade: release.IsUpgrade,
	}
	toRender, err := chartutil.ToRenderValuesWithSchemaValidation(loaded, values, options, capabilities, release.SkipSchemaValidation)
	if err != nil {
		return none, err
	}
	if wanted := loaded.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return none, errors.New("the chart is for another version of Kubernetes")
	}
	files, err := engine.Engine{}.Render(loaded, toRender)
	if err != nil {
		return none, err
	}
	for name := range files {
		if strings.HasSuffix(name, "NOTES.txt") {
			delete(files, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return none, err
	}
	var manifest, hookText bytes.Buffer
	if release.IncludeCRDs {
		for _, crd := range loaded.CRDObjects() {
			request.Document(&manifest, crd.Filename, string(crd.File.Data))
		}
	}
	for _, one := range manifests {
		request.Document(&manifest, one.Name, one.Content)
	}
	for _, hook := range hooks {
		request.Document(&hookText, hook.Path, hook.Manifest)
	}
	return request.Rendered{Manifest: manifest.String(), Hooks: hookText.String()}, nil
}

// filesOf are the files of each chart that was loaded: rendering changes a chart, and many releases may be of it.
var filesOf = map[string][]*loader.BufferedFile{}

// load is loader.Load, which reads the files of a chart once.
func load(path string) (*chart.Chart, error) {
	if files, known := filesOf[path]; known {
		return loader.LoadFiles(files)
	}
	loaded, err := loader.Load(path)
	if err != nil {
		return nil, err
	}
	files := make([]*loader.BufferedFile, len(loaded.Raw))
	for index, file := range loaded.Raw {
		files[index] = &loader.BufferedFile{Name: file.Name, Data: file.Data}
	}
	filesOf[path] = files
	return loaded, nil
}

func capabilities(release request.Release) (*chartutil.Capabilities, error) {
	given := &chartutil.Capabilities{}
	if err := json.Unmarshal(release.Capabilities, given); err != nil {
		return nil, err
	}
	if given.KubeVersion.String() != release.KubeVersion {
		return nil, fmt.Errorf("helm checks charts against Kubernetes %s, which is not %s", release.KubeVersion, given.KubeVersion.String())
	}
	return given, nil
}

// mergeMaps is helm.sh/helm/v3/pkg/cli/values.mergeMaps.
func mergeMaps(a, b map[string]any) map[string]any {
	out := make(map[string]any, len(a))
	for key, value := range a {
		out[key] = value
	}
	for key, value := range b {
		if value, ok := value.(map[string]any); ok {
			if before, ok := out[key].(map[string]any); ok {
				out[key] = mergeMaps(before, value)
				continue
			}
		}
		out[key] = value
	}
	return out
}

// refuse refuses charts that helm would not install.
func refuse(loaded *chart.Chart) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return errors.New("the chart is a library")
	}
	for _, wanted := range loaded.Metadata.Dependencies {
		if !has(loaded, wanted.Name) {
			return errors.New("a dependency is missing")
		}
	}
	return nil
}

func has(loaded *chart.Chart, name string) bool {
	for _, dependency := range loaded.Dependencies() {
		if dependency.Name() == name {
			return true
		}
	}
	return false
}

func refuseLookups(loaded *chart.Chart) error {
	files := append(append([]*chart.File{}, loaded.Templates...), loaded.Files...)
	for _, file := range loaded.Raw {
		if file.Name == chartutil.ValuesfileName {
			files = append(files, file)
		}
	}
	for _, file := range files {
		if err := request.RefuseLookup(file.Data); err != nil && file.Name != "README.md" {
			return err
		}
	}
	for _, dependency := range loaded.Dependencies() {
		if err := refuseLookups(dependency); err != nil {
			return err
		}
	}
	return nil
}
