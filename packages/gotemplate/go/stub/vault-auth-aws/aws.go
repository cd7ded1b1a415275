// Package aws stands for Vault's AWS login.
package aws

import (
	"context"
	"errors"

	"github.com/hashicorp/vault/api"
)

var errUnavailable = errors.New("Vault is not available")

type AWSAuth struct{}

func (*AWSAuth) Login(context.Context, *api.Client) (*api.Secret, error) { return nil, errUnavailable }

type LoginOption struct{}

func NewAWSAuth(...LoginOption) (*AWSAuth, error) { return nil, errUnavailable }
func WithEC2Auth() LoginOption                    { return LoginOption{} }
func WithIAMAuth() LoginOption                    { return LoginOption{} }
func WithMountPath(string) LoginOption            { return LoginOption{} }
func WithNonce(string) LoginOption                { return LoginOption{} }
func WithRole(string) LoginOption                 { return LoginOption{} }
