// Command descriptors writes the schema that Remit speaks as one FileDescriptorSet: the Temporal Cloud Ops API with
// gRPC health, reflection and google.rpc. It reads the descriptors that the Go modules named in go.mod register at
// start, because those modules ship no .proto files. Only `npm run generate:descriptors` needs Go.
package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	_ "go.temporal.io/cloud-sdk/api/cloudservice/v1"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	_ "google.golang.org/genproto/googleapis/rpc/status"
	_ "google.golang.org/grpc/health/grpc_health_v1"
	_ "google.golang.org/grpc/reflection/grpc_reflection_v1"
	_ "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
)

// wanted are the folders whose files, with all that they import, make up the set.
var wanted = []string{"temporal/api/cloud/", "grpc/health", "grpc/reflection", "google/rpc/"}

// The OpenAPI options hold prose for documentation sites only, and would bring a foreign schema along.
const (
	proseFile    = "protoc-gen-openapiv2/options/annotations.proto"
	prosePackage = "grpc.gateway.protoc_gen_openapiv2.options"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: descriptors <file to write>"))
	}
	bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(collect())
	if err != nil {
		fail(err)
	}
	if err := os.WriteFile(os.Args[1], bytes, 0o644); err != nil {
		fail(err)
	}
}

// collect returns the wanted files in an order in which each comes after those that it imports.
func collect() *descriptorpb.FileDescriptorSet {
	set := &descriptorpb.FileDescriptorSet{}
	seen := map[string]bool{proseFile: true}
	var add func(file protoreflect.FileDescriptor)
	add = func(file protoreflect.FileDescriptor) {
		if seen[file.Path()] {
			return
		}
		seen[file.Path()] = true
		for i := range file.Imports().Len() {
			add(file.Imports().Get(i).FileDescriptor)
		}
		set.File = append(set.File, withoutProse(protodesc.ToFileDescriptorProto(file)))
	}
	for _, file := range roots() {
		add(file)
	}
	return set
}

func roots() (files []protoreflect.FileDescriptor) {
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if slices.ContainsFunc(wanted, func(folder string) bool { return strings.HasPrefix(file.Path(), folder) }) {
			files = append(files, file)
		}
		return true
	})
	// The registry is a map: without an order of our own the file would differ from run to run.
	slices.SortFunc(files, func(a, b protoreflect.FileDescriptor) int { return cmp.Compare(a.Path(), b.Path()) })
	return files
}

func withoutProse(file *descriptorpb.FileDescriptorProto) *descriptorpb.FileDescriptorProto {
	file.Dependency = slices.DeleteFunc(file.Dependency, func(path string) bool { return path == proseFile })
	// Both are indexes into the list that has just changed.
	file.PublicDependency, file.WeakDependency = nil, nil
	strip(file.ProtoReflect())
	return file
}

// strip removes the prose from the message and everything below it, and options that held nothing else.
func strip(message protoreflect.Message) {
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsExtension() && field.ParentFile().Package() == prosePackage:
			message.Clear(field)
		case field.Message() == nil || field.IsMap():
		case field.IsList():
			for i := range value.List().Len() {
				strip(value.List().Get(i).Message())
			}
		default:
			strip(value.Message())
			if field.Name() == "options" && proto.Size(value.Message().Interface()) == 0 {
				message.Clear(field)
			}
		}
		return true
	})
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "descriptors:", err)
	os.Exit(1)
}
