package ec2metadata

import "github.com/aws/aws-sdk-go/aws"

type EC2Metadata struct{}

func New(any) *EC2Metadata { return &EC2Metadata{} }

func (*EC2Metadata) GetMetadata(string) (string, error)    { return "", aws.ErrUnavailable }
func (*EC2Metadata) GetDynamicData(string) (string, error) { return "", aws.ErrUnavailable }
func (*EC2Metadata) Region() (string, error)               { return "", aws.ErrUnavailable }
