package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"go.temporal.io/cloud-sdk/api/cloudservice/v1"
	"go.temporal.io/cloud-sdk/api/operation/v1"
	"go.temporal.io/cloud-sdk/cloudclient"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// One API key, one connection, trusting the local certificate authority alone.
func connect(where connection, apiKey string) (cloudservice.CloudServiceClient, error) {
	pem, err := os.ReadFile(where.CAFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", where.CAFile)
	}
	client, err := cloudclient.New(cloudclient.Options{
		APIKey:    apiKey,
		HostPort:  where.TLSAddress,
		TLSConfig: &tls.Config{RootCAs: roots},
	})
	if err != nil {
		return nil, err
	}
	return client.CloudService(), nil
}

// Returns when a change is done, or the reason why it failed.
func settle(ctx context.Context, cloud cloudservice.CloudServiceClient, op *operation.AsyncOperation) error {
	for {
		switch op.GetState() {
		case operation.AsyncOperation_STATE_FULFILLED:
			return nil
		case operation.AsyncOperation_STATE_FAILED,
			operation.AsyncOperation_STATE_CANCELLED,
			operation.AsyncOperation_STATE_REJECTED:
			return fmt.Errorf("%s: %s", op.GetOperationType(), op.GetFailureReason())
		}
		time.Sleep(200 * time.Millisecond)
		answer, err := cloud.GetAsyncOperation(ctx, &cloudservice.GetAsyncOperationRequest{AsyncOperationId: op.GetId()})
		if err != nil {
			return err
		}
		op = answer.GetAsyncOperation()
	}
}

// What a refused call was told; an error when it was allowed, or failed for another reason.
func refusal(_ any, err error) (string, error) {
	if err == nil {
		return "", errors.New("a call went through that should have been refused")
	}
	if status.Code(err) != codes.PermissionDenied {
		return "", err
	}
	return status.Convert(err).Message(), nil
}

// A call of Remit's own API, which the official client does not know.
func post(where connection, path, apiKey string, body map[string]string) (map[string]any, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodPost, "http://"+where.APIAddress+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("content-type", "application/json")
	if apiKey != "" {
		request.Header.Set("authorization", "Bearer "+apiKey)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s: %v", path, response.Status, answer["message"])
	}
	return answer, nil
}
