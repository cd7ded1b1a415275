// Command exporter turns the JetStream report of a NATS server (/jsz) into Prometheus metrics, with the names that
// the NATS project's own exporter gives them under its usual prefix "nats".
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func main() {
	listen := flag.String("listen", ":7777", "address to serve /metrics on")
	monitor := flag.String("monitor", "http://127.0.0.1:8222", "base URL of the server's monitoring port")
	flag.Parse()

	registry := prometheus.NewRegistry()
	registry.MustRegister(&jetStreamCollector{
		url:    *monitor + "/jsz?consumers=true",
		client: &http.Client{Timeout: 2 * time.Second},
	})
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorLog: log.Default()}))
	log.Printf("serving the metrics of %s on %s", *monitor, *listen)
	server := &http.Server{Addr: *listen, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
