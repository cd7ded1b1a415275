// Package api stands for the Vault client: types only.
package api

import "context"

type Client struct{}

type Auth struct{ Metadata map[string]string }

type Secret struct{ Auth *Auth }

type AuthMethod interface {
	Login(ctx context.Context, client *Client) (*Secret, error)
}
