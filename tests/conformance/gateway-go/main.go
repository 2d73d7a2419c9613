// Lives a team's normal life with Temporal's Go SDK, and prints what came of it as one JSON object. The same life as
// ../../e2e/gateway-sdk/live.ts, with the outcomes of ../../harness/normal-life.ts.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
)

const taskQueue = "life"

type settings struct {
	Address   string `json:"address"`
	APIKey    string `json:"apiKey"`
	Namespace string `json:"namespace"`
}

type scheduled struct {
	Triggered string `json:"triggered"`
	Paused    bool   `json:"paused"`
	Note      string `json:"note"`
	Deleted   bool   `json:"deleted"`
}

type outcomes struct {
	Updated      int       `json:"updated"`
	Queried      int       `json:"queried"`
	StartedTwice bool      `json:"startedTwice"`
	Counted      int       `json:"counted"`
	Family       string    `json:"family"`
	Continued    string    `json:"continued"`
	LargeEchoed  bool      `json:"largeEchoed"`
	Heartbeats   string    `json:"heartbeats"`
	Unknown      bool      `json:"unknown"`
	Reset        int       `json:"reset"`
	Schedule     scheduled `json:"schedule"`
	Count        int64     `json:"count"`
	List         []string  `json:"list"`
}

func main() {
	var where settings
	if err := json.Unmarshal([]byte(os.Args[1]), &where); err != nil {
		panic(err)
	}
	found, err := run(where)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		panic(err)
	}
}

func run(where settings) (*outcomes, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	options := client.Options{
		HostPort:  where.Address,
		Namespace: where.Namespace,
		Logger:    log.NewStructuredLogger(slog.New(slog.NewTextHandler(io.Discard, nil))),
	}
	if where.APIKey != "" {
		options.Credentials = client.NewAPIKeyStaticCredentials(where.APIKey)
		// With an API key the SDK takes TLS for granted.
		options.ConnectionOptions.TLSDisabled = true
	}
	connected, err := client.DialContext(ctx, options)
	if err != nil {
		return nil, err
	}
	defer connected.Close()
	beats := newBeats()
	working := worker.New(connected, taskQueue, worker.Options{
		// A cancellation comes with the answer to a heartbeat, which the SDK otherwise holds back for most of a minute.
		MaxHeartbeatThrottleInterval: 100 * time.Millisecond,
	})
	register(working, beats)
	if err := working.Start(); err != nil {
		return nil, err
	}
	found, err := live(ctx, connected, where.Namespace, beats)
	// Its polls are open; that it returns is part of the life.
	working.Stop()
	return found, err
}
