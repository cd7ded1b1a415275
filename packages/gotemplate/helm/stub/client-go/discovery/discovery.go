package discovery

import (
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

type Client struct{}

func NewDiscoveryClientForConfig(*rest.Config) (*Client, error) {
	return nil, errors.New("no cluster is reached from here")
}

func (*Client) ServerResourcesForGroupVersion(string) (*metav1.APIResourceList, error) {
	return nil, errors.New("no cluster is reached from here")
}
