// A Pub/Sub in memory, by Google's own library, for tests. It makes the topics that it is given, says its address, and
// answers each line of its standard input with all that was published so far. It ends with its standard input.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"cloud.google.com/go/pubsub/v2/pstest"
)

func main() {
	server := pstest.NewServer()
	defer server.Close()
	for _, name := range os.Args[1:] {
		if _, err := server.GServer.CreateTopic(context.Background(), &pubsubpb.Topic{Name: name}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	fmt.Println(server.Addr)
	input := bufio.NewReader(os.Stdin)
	for {
		if _, err := input.ReadString('\n'); err == io.EOF {
			return
		}
		type message struct {
			Key  string `json:"key"`
			Data string `json:"data"`
		}
		messages := []message{}
		for _, each := range server.Messages() {
			messages = append(messages, message{each.OrderingKey, string(each.Data)})
		}
		if err := json.NewEncoder(os.Stdout).Encode(messages); err != nil {
			return
		}
	}
}
