package ec2

import "github.com/aws/aws-sdk-go/aws"

type DescribeInstancesInput struct{ InstanceIds []*string }

type Tag struct{ Key, Value *string }

type Instance struct{ Tags []*Tag }

type Reservation struct{ Instances []*Instance }

type DescribeInstancesOutput struct{ Reservations []*Reservation }

type EC2 struct{}

func New(any) *EC2 { return &EC2{} }

func (*EC2) DescribeInstances(*DescribeInstancesInput) (*DescribeInstancesOutput, error) {
	return nil, aws.ErrUnavailable
}
