package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.temporal.io/cloud-sdk/api/cloudservice/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// One call of the story that tests/rpcs tells: a request in JSON, with {{names}} for what earlier answers gave.
type step struct {
	RPC     string            `json:"rpc"`
	Request json.RawMessage   `json:"request"`
	Keep    map[string]string `json:"keep"`
}

const patience = time.Minute

var placeholder = regexp.MustCompile(`\{\{(\w+)\}\}`)

// Calls each RPC of the story in turn, and waits for the operation of each; the RPCs that were called.
func tell(ctx context.Context, cloud cloudservice.CloudServiceClient, story []step, names map[string]string) ([]string, error) {
	called := []string{}
	for _, one := range story {
		answer, err := call(ctx, cloud, one.RPC, fillIn(string(one.Request), names))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.RPC, err)
		}
		for name, path := range one.Keep {
			value, ok := readAt(answer, path).(string)
			if !ok || value == "" {
				return nil, fmt.Errorf("%s answered without %s", one.RPC, path)
			}
			names[name] = value
		}
		if err := waitForEnd(ctx, cloud, answer); err != nil {
			return nil, fmt.Errorf("%s: %w", one.RPC, err)
		}
		called = append(called, one.RPC)
	}
	return called, nil
}

func fillIn(text string, names map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		return names[strings.Trim(found, "{}")]
	})
}

// By the RPC's name on the client that Temporal's SDK gives, with the SDK's own messages.
func call(ctx context.Context, cloud cloudservice.CloudServiceClient, rpc string, request string) (any, error) {
	method := reflect.ValueOf(cloud).MethodByName(rpc)
	if !method.IsValid() {
		return nil, fmt.Errorf("the client has no such RPC")
	}
	message := reflect.New(method.Type().In(1).Elem()).Interface().(proto.Message)
	if err := protojson.Unmarshal([]byte(request), message); err != nil {
		return nil, err
	}
	found := method.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(message)})
	if err, failed := found[1].Interface().(error); failed && err != nil {
		return nil, err
	}
	text, err := protojson.Marshal(found[0].Interface().(proto.Message))
	if err != nil {
		return nil, err
	}
	var answer any
	return answer, json.Unmarshal(text, &answer)
}

// Clients poll until the operation has ended.
func waitForEnd(ctx context.Context, cloud cloudservice.CloudServiceClient, answer any) error {
	end := time.Now().Add(patience)
	for operation := readAt(answer, "asyncOperation"); operation != nil; {
		switch state := readAt(operation, "state"); state {
		case "STATE_FULFILLED":
			return nil
		case "STATE_FAILED", "STATE_CANCELLED", "STATE_REJECTED":
			return fmt.Errorf("%v: %v", state, readAt(operation, "failureReason"))
		}
		if time.Now().After(end) {
			return fmt.Errorf("its operation does not end")
		}
		time.Sleep(50 * time.Millisecond)
		id, err := json.Marshal(map[string]any{"asyncOperationId": readAt(operation, "id")})
		if err != nil {
			return err
		}
		read, err := call(ctx, cloud, "GetAsyncOperation", string(id))
		if err != nil {
			return err
		}
		operation = readAt(read, "asyncOperation")
	}
	return nil
}

func readAt(value any, path string) any {
	for _, key := range strings.Split(path, ".") {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[key]
		case []any:
			at, err := strconv.Atoi(key)
			if err != nil || at >= len(inner) {
				return nil
			}
			value = inner[at]
		default:
			return nil
		}
	}
	return value
}
