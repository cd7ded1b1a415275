package kms

import "github.com/aws/aws-sdk-go/aws"

type EncryptInput struct {
	KeyId     *string
	Plaintext []byte
}

type EncryptOutput struct{ CiphertextBlob []byte }

type DecryptInput struct{ CiphertextBlob []byte }

type DecryptOutput struct{ Plaintext []byte }

type KMS struct{}

func New(any) *KMS { return &KMS{} }

func (*KMS) Encrypt(*EncryptInput) (*EncryptOutput, error) { return nil, aws.ErrUnavailable }
func (*KMS) Decrypt(*DecryptInput) (*DecryptOutput, error) { return nil, aws.ErrUnavailable }
