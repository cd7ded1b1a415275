// Package helm4 renders as Helm 4 does: the part of its action package that needs no cluster.
// Source: helm.sh/helm/v4/pkg/action, renderResources, Install.RunWithContext and Upgrade.prepareUpgrade
package helm4

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"

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
		read, err := loader.LoadValues(bytes.NewReader(text))
		if err != nil {
			return none, err
		}
		values = loader.MergeMaps(values, read)
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
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return none, err
	}
	options := common.ReleaseOptions{
		Name:      release.Name,
		Namespace: release.Namespace,
		Revision:  release.Revision,
		IsInstall: !release.IsUpgrade,
		IsUpgrade: release.IsUpgrade,
	}
	toRender, err := commonutil.ToRenderValuesWithSchemaValidation(loaded, values, options, capabilities, release.SkipSchemaValidation)
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
var filesOf = map[string][]*archive.BufferedFile{}

// load is loader.Load, which reads the files of a chart once.
func load(path string) (*chart.Chart, error) {
	if files, known := filesOf[path]; known {
		return loader.LoadFiles(files)
	}
	loaded, err := loader.Load(path)
	if err != nil {
		return nil, err
	}
	files := make([]*archive.BufferedFile, len(loaded.Raw))
	for index, file := range loaded.Raw {
		files[index] = &archive.BufferedFile{Name: file.Name, Data: file.Data}
	}
	filesOf[path] = files
	return loaded, nil
}

func capabilities(release request.Release) (*common.Capabilities, error) {
	given := &common.Capabilities{}
	if err := json.Unmarshal(release.Capabilities, given); err != nil {
		return nil, err
	}
	if given.KubeVersion.String() != release.KubeVersion {
		parsed, err := common.ParseKubeVersion(given.KubeVersion.Version)
		if err != nil {
			return nil, err
		}
		if parsed.String() != release.KubeVersion {
			return nil, fmt.Errorf("helm checks charts against Kubernetes %s, which is not %s", release.KubeVersion, parsed)
		}
		parsed.Major, parsed.Minor = given.KubeVersion.Major, given.KubeVersion.Minor
		given.KubeVersion = *parsed
	}
	return given, nil
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
	files := append(append([]*common.File{}, loaded.Templates...), loaded.Files...)
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
