// Asks a control plane what the tests in ../go-sdk.test.ts want to know, with Temporal's own Go client, and prints the
// answers as one JSON object.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"go.temporal.io/cloud-sdk/api/cloudservice/v1"
	identity "go.temporal.io/cloud-sdk/api/identity/v1"
	"go.temporal.io/cloud-sdk/api/operation/v1"
	"go.temporal.io/cloud-sdk/cloudclient"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

type settings struct {
	Plaintext string `json:"plaintext"`
	TLS       string `json:"tls"`
	CAFile    string `json:"caFile"`
	APIKey    string `json:"apiKey"`
	// A file with steps; absent: there is none to tell.
	Story string            `json:"story"`
	Names map[string]string `json:"names"`
}

// How a call ended and how often it was tried.
type outcome struct {
	Code     string `json:"code"`
	Message  string `json:"message"`
	Attempts int64  `json:"attempts"`
}

type answers struct {
	Plaintext     string             `json:"plaintext"`
	TLS           string             `json:"tls"`
	SentOperation bool               `json:"sentOperation"`
	EmptyGroup    bool               `json:"emptyGroup"`
	Fulfilled     bool               `json:"fulfilled"`
	Failures      map[string]outcome `json:"failures"`
	// RPCs that the client called in the story, and why it broke off.
	Called     []string `json:"called"`
	StoryError string   `json:"storyError"`
}

func main() {
	var where settings
	if err := json.Unmarshal([]byte(os.Args[1]), &where); err != nil {
		panic(err)
	}
	found, err := ask(where)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		panic(err)
	}
}

func ask(where settings) (*answers, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	var attempts atomic.Int64
	var sentOperation atomic.Bool
	// The last interceptor: it sees each try, and the request after the client has filled in its operation id.
	count := grpc.WithChainUnaryInterceptor(func(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
		attempts.Add(1)
		if named, ok := req.(interface{ GetAsyncOperationId() string }); ok && named.GetAsyncOperationId() != "" {
			sentOperation.Store(true)
		}
		return invoke(ctx, method, req, reply, conn, opts...)
	})
	plaintext, err := open(cloudclient.Options{HostPort: where.Plaintext, APIKey: where.APIKey, AllowInsecure: true, GRPCDialOptions: []grpc.DialOption{count}})
	if err != nil {
		return nil, err
	}
	found := &answers{Failures: map[string]outcome{}}
	if found.Plaintext, err = whoAmI(ctx, plaintext); err != nil {
		return nil, err
	}
	secure, err := openTLS(where)
	if err != nil {
		return nil, err
	}
	if found.TLS, err = whoAmI(ctx, secure); err != nil {
		return nil, err
	}

	name := fmt.Sprintf("go-%x", time.Now().UnixNano())
	group, err := plaintext.CreateUserGroup(ctx, &cloudservice.CreateUserGroupRequest{Spec: &identity.UserGroupSpec{
		DisplayName: name,
		GroupType:   &identity.UserGroupSpec_CloudGroup{CloudGroup: &identity.CloudGroupSpec{}},
	}})
	if err != nil {
		return nil, err
	}
	found.SentOperation = sentOperation.Load()
	found.Fulfilled = group.GetAsyncOperation().GetState() == operation.AsyncOperation_STATE_FULFILLED
	read, err := plaintext.GetUserGroup(ctx, &cloudservice.GetUserGroupRequest{GroupId: group.GetGroupId()})
	if err != nil {
		return nil, err
	}
	found.EmptyGroup = read.GetGroup().GetSpec().GetCloudGroup() != nil && read.GetGroup().GetSpec().GetAccess() != nil

	failing := map[string]func() error{
		"stale version": func() error {
			_, err := plaintext.DeleteUserGroup(ctx, &cloudservice.DeleteUserGroupRequest{GroupId: group.GetGroupId(), ResourceVersion: "1"})
			return err
		},
		"nothing to change": func() error {
			_, err := plaintext.UpdateUserGroup(ctx, &cloudservice.UpdateUserGroupRequest{
				GroupId: group.GetGroupId(), Spec: read.GetGroup().GetSpec(), ResourceVersion: read.GetGroup().GetResourceVersion(),
			})
			return err
		},
		"not found": func() error {
			_, err := plaintext.GetUserGroup(ctx, &cloudservice.GetUserGroupRequest{GroupId: "absent"})
			return err
		},
		"bad input": func() error {
			_, err := plaintext.CreateUser(ctx, &cloudservice.CreateUserRequest{})
			return err
		},
	}
	for what, call := range failing {
		attempts.Store(0)
		err := call()
		found.Failures[what] = outcome{Code: status.Code(err).String(), Message: status.Convert(err).Message(), Attempts: attempts.Load()}
	}
	if err := tellFrom(ctx, plaintext, where, found); err != nil {
		found.StoryError = err.Error()
	}
	return found, nil
}

func tellFrom(ctx context.Context, cloud cloudservice.CloudServiceClient, where settings, found *answers) error {
	if where.Story == "" {
		return nil
	}
	text, err := os.ReadFile(where.Story)
	if err != nil {
		return err
	}
	var story []step
	if err := json.Unmarshal(text, &story); err != nil {
		return err
	}
	found.Called, err = tell(ctx, cloud, story, where.Names)
	return err
}

func open(options cloudclient.Options) (cloudservice.CloudServiceClient, error) {
	client, err := cloudclient.New(options)
	if err != nil {
		return nil, err
	}
	return client.CloudService(), nil
}

func openTLS(where settings) (cloudservice.CloudServiceClient, error) {
	pem, err := os.ReadFile(where.CAFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	return open(cloudclient.Options{HostPort: where.TLS, APIKey: where.APIKey, TLSConfig: &tls.Config{RootCAs: roots}})
}

func whoAmI(ctx context.Context, cloud cloudservice.CloudServiceClient) (string, error) {
	me, err := cloud.GetCurrentIdentity(ctx, &cloudservice.GetCurrentIdentityRequest{})
	return me.GetUser().GetSpec().GetEmail(), err
}
