package scheme

import "k8s.io/apimachinery/pkg/runtime/schema"

type Versions struct{}

var Scheme Versions

func (Versions) PrioritizedVersionsAllGroups() []schema.GroupVersion { return nil }
