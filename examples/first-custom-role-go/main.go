// The first custom role, from a file to a refused call and the audit log, with Temporal's own Go client.
// Needs a running control plane: `npm start`, then here `go run . ../../.remit/dev/connection.json`.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"time"

	identity "go.temporal.io/cloud-sdk/api/identity/v1"
	"google.golang.org/protobuf/encoding/protojson"
)

// The role as the API takes it: what `remit custom-role import` makes of
// ../first-custom-role/NamespaceGlobalReadOnly.json.
//
//go:embed role.json
var roleFile []byte

// Where the control plane is, from the file that `npm start` writes.
type connection struct {
	APIAddress string `json:"apiAddress"`
	TLSAddress string `json:"tlsAddress"`
	CAFile     string `json:"caFile"`
	APIKey     string `json:"apiKey"`
}

func main() {
	file := "../../.remit/dev/connection.json"
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	if err := run(file); err != nil {
		fmt.Fprintln(os.Stderr, "\nThe example stopped:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var where connection
	if err := json.Unmarshal(text, &where); err != nil {
		return err
	}
	var role identity.CustomRoleSpec
	if err := protojson.Unmarshal(roleFile, &role); err != nil {
		return err
	}
	owner, err := connect(where, where.APIKey)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s := &story{ctx: ctx, where: where, owner: owner, run: fmt.Sprintf("%x", time.Now().UnixMilli()), since: time.Now()}
	defer s.cleanUp()
	return s.tell(&role)
}
