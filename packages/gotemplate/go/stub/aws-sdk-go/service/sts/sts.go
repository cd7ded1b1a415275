package sts

import "github.com/aws/aws-sdk-go/aws"

type GetCallerIdentityInput struct{}

type GetCallerIdentityOutput struct{ UserId, Account, Arn *string }

type STS struct{}

func New(any) *STS { return &STS{} }

func (*STS) GetCallerIdentity(*GetCallerIdentityInput) (*GetCallerIdentityOutput, error) {
	return nil, aws.ErrUnavailable
}
