// The trivial upstream: answers every call with its own message, over gRPC for Go.
package main

import (
	"fmt"
	"net"
	"os"

	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip"
)

type raw []byte

type codec struct{}

func (codec) Marshal(v any) ([]byte, error)      { return *v.(*raw), nil }
func (codec) Unmarshal(data []byte, v any) error { *v.(*raw) = append(raw(nil), data...); return nil }
func (codec) Name() string                       { return "proto" }

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	server := grpc.NewServer(grpc.ForceServerCodec(codec{}), grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		var message raw
		if err := stream.RecvMsg(&message); err != nil {
			return err
		}
		return stream.SendMsg(&message)
	}))
	fmt.Println(listener.Addr())
	_ = server.Serve(listener)
}
