// Command traffic is a small application on JetStream: a shop that publishes orders, and a billing service that
// consumes them. Whether billing gets any depends on its filter naming the subject that the shop publishes to.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"net/http"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	streamName = "ORDERS"
	// The stream keeps the newest orders only: nobody reads the older ones.
	streamMessages = 1000
)

func main() {
	server := flag.String("server", nats.DefaultURL, "URL of the NATS server")
	subject := flag.String("subject", "orders.created", "subject that the shop publishes to")
	filter := flag.String("filter", "orders.created", "subject that the billing service consumes")
	rate := flag.Int("rate", 20, "orders a second")
	listen := flag.String("listen", ":8080", "address to serve /readyz on")
	flag.Parse()
	if *rate < 1 {
		log.Fatalf("-rate %d: expected at least 1", *rate)
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	var ready atomic.Bool
	go serveReadiness(*listen, &ready)

	js, err := connect(ctx, *server)
	if err != nil {
		log.Fatal(err)
	}
	if err := startBilling(ctx, js, *filter); err != nil {
		log.Fatal(err)
	}
	ready.Store(true)
	if err := runShop(ctx, js, *subject, time.Second/time.Duration(*rate)); err != nil {
		log.Fatal(err)
	}
}

func serveReadiness(listen string, ready *atomic.Bool) {
	http.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			http.Error(w, "not consuming yet", http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{Addr: listen, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// connect waits for the server, which starts beside us, and lays out the stream. Losing the server later ends the
// process: the stream is in its memory, so everything has to be set up anew.
func connect(ctx context.Context, url string) (jetstream.JetStream, error) {
	for {
		conn, err := nats.Connect(url, nats.NoReconnect(), nats.ClosedHandler(func(conn *nats.Conn) {
			log.Fatalf("connection closed: %v", conn.LastError())
		}))
		if err == nil {
			js, err := jetstream.New(conn)
			if err != nil {
				return nil, err
			}
			_, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
				Name:     streamName,
				Subjects: []string{"orders.>"},
				Storage:  jetstream.MemoryStorage,
				MaxMsgs:  streamMessages,
			})
			return js, err
		}
		log.Printf("waiting for %s: %v", url, err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func startBilling(ctx context.Context, js jetstream.JetStream, filter string) error {
	consumer, err := js.CreateOrUpdateConsumer(ctx, streamName, jetstream.ConsumerConfig{
		Durable:       "billing",
		FilterSubject: filter,
		AckPolicy:     jetstream.AckExplicitPolicy,
	})
	if err != nil {
		return err
	}
	log.Printf("billing consumes %s", filter)
	_, err = consumer.Consume(func(order jetstream.Msg) {
		if err := order.Ack(); err != nil {
			log.Printf("ack: %v", err)
		}
	}, jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
		log.Printf("billing: %v", err)
	}))
	return err
}

func runShop(ctx context.Context, js jetstream.JetStream, subject string, every time.Duration) error {
	log.Printf("the shop publishes to %s every %s", subject, every)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if _, err := js.Publish(ctx, subject, []byte(`{"item":"tea","quantity":1}`)); err != nil {
				if errors.Is(err, context.Canceled) {
					return nil
				}
				return err
			}
		}
	}
}
