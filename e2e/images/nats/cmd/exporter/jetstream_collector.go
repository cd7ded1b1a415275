package main

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
)

// jetStreamReport is what is read of /jsz?consumers=true.
type jetStreamReport struct {
	Accounts []struct {
		Name    string `json:"name"`
		Streams []struct {
			Name  string `json:"name"`
			State struct {
				Messages float64 `json:"messages"`
				LastSeq  float64 `json:"last_seq"`
			} `json:"state"`
			Consumers []struct {
				Name       string       `json:"name"`
				Delivered  sequencePair `json:"delivered"`
				AckFloor   sequencePair `json:"ack_floor"`
				Pending    float64      `json:"num_pending"`
				AckPending float64      `json:"num_ack_pending"`
			} `json:"consumer_detail"`
		} `json:"stream_detail"`
	} `json:"account_details"`
}

type sequencePair struct {
	Consumer float64 `json:"consumer_seq"`
	Stream   float64 `json:"stream_seq"`
}

var (
	streamLabels   = []string{"account", "stream_name"}
	consumerLabels = []string{"account", "stream_name", "consumer_name"}

	streamMessages = prometheus.NewDesc("nats_stream_total_messages",
		"Messages that the stream holds.", streamLabels, nil)
	streamLastSeq = prometheus.NewDesc("nats_stream_last_seq",
		"Sequence number of the stream's newest message.", streamLabels, nil)
	consumerDeliveredConsumerSeq = prometheus.NewDesc("nats_consumer_delivered_consumer_seq",
		"Deliveries to the consumer so far, redeliveries counted.", consumerLabels, nil)
	consumerDeliveredStreamSeq = prometheus.NewDesc("nats_consumer_delivered_stream_seq",
		"Stream sequence number of the newest message delivered to the consumer.", consumerLabels, nil)
	consumerAckFloorConsumerSeq = prometheus.NewDesc("nats_consumer_ack_floor_consumer_seq",
		"Every delivery up to this one is acknowledged.", consumerLabels, nil)
	consumerPending = prometheus.NewDesc("nats_consumer_num_pending",
		"Messages that match the consumer's filter and await delivery.", consumerLabels, nil)
	consumerAckPending = prometheus.NewDesc("nats_consumer_num_ack_pending",
		"Messages delivered and not yet acknowledged.", consumerLabels, nil)
)

// jetStreamCollector asks the server at every scrape and keeps nothing, so a metric is never older than its scrape.
type jetStreamCollector struct {
	url    string
	client *http.Client
}

func (c *jetStreamCollector) Describe(descs chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{
		streamMessages, streamLastSeq,
		consumerDeliveredConsumerSeq, consumerDeliveredStreamSeq, consumerAckFloorConsumerSeq,
		consumerPending, consumerAckPending,
	} {
		descs <- desc
	}
}

// Collect fails the whole scrape when the server does not answer: then `up` is 0, as it should be.
func (c *jetStreamCollector) Collect(metrics chan<- prometheus.Metric) {
	report, err := c.read()
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(streamMessages, err)
		return
	}
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	for _, account := range report.Accounts {
		for _, stream := range account.Streams {
			gauge(streamMessages, stream.State.Messages, account.Name, stream.Name)
			gauge(streamLastSeq, stream.State.LastSeq, account.Name, stream.Name)
			for _, consumer := range stream.Consumers {
				labels := []string{account.Name, stream.Name, consumer.Name}
				gauge(consumerDeliveredConsumerSeq, consumer.Delivered.Consumer, labels...)
				gauge(consumerDeliveredStreamSeq, consumer.Delivered.Stream, labels...)
				gauge(consumerAckFloorConsumerSeq, consumer.AckFloor.Consumer, labels...)
				gauge(consumerPending, consumer.Pending, labels...)
				gauge(consumerAckPending, consumer.AckPending, labels...)
			}
		}
	}
}

func (c *jetStreamCollector) read() (*jetStreamReport, error) {
	response, err := c.client.Get(c.url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", c.url, response.Status)
	}
	var report jetStreamReport
	if err := json.NewDecoder(response.Body).Decode(&report); err != nil {
		return nil, fmt.Errorf("%s: %w", c.url, err)
	}
	return &report, nil
}
