package main

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/cloud-sdk/api/cloudservice/v1"
	identity "go.temporal.io/cloud-sdk/api/identity/v1"
	"go.temporal.io/cloud-sdk/api/namespace/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

type story struct {
	ctx   context.Context
	where connection
	owner cloudservice.CloudServiceClient
	// Makes names of this run unique.
	run       string
	since     time.Time
	leftovers []func() error
}

// Someone with an API key.
type actor struct {
	name  string
	cloud cloudservice.CloudServiceClient
}

func (s *story) tell(role *identity.CustomRoleSpec) error {
	fmt.Println("1. A role from a file")
	roleID, err := s.createRole(role)
	if err != nil {
		return err
	}
	fmt.Println("2. Two Namespaces on the Temporal server")
	orders, err := s.createNamespace("orders")
	if err != nil {
		return err
	}
	billing, err := s.createNamespace("billing")
	if err != nil {
		return err
	}
	fmt.Println("3. A service account with the Read role and the custom role")
	monitor, err := s.createMonitor(roleID)
	if err != nil {
		return err
	}
	fmt.Println("4. The same through a group, for a user who accepted an invitation")
	ines, err := s.createUserInGroup(roleID)
	if err != nil {
		return err
	}
	actors := []actor{monitor, ines}
	for _, each := range actors {
		for _, name := range []string{orders, billing} {
			if err := s.tryNamespace(each, name); err != nil {
				return err
			}
		}
	}
	fmt.Println("5. An edit of the role takes effect on the next call")
	if err := s.narrowRole(roleID, orders); err != nil {
		return err
	}
	for _, each := range actors {
		if _, err := each.cloud.GetNamespace(s.ctx, &cloudservice.GetNamespaceRequest{Namespace: orders}); err != nil {
			return err
		}
		if err := s.expectRefusal(each, billing); err != nil {
			return err
		}
	}
	fmt.Println("6. Deleting the role takes the access away on the next call")
	if err := s.deleteRole(roleID); err != nil {
		return err
	}
	for _, each := range actors {
		if err := s.expectRefusal(each, orders); err != nil {
			return err
		}
	}
	fmt.Println("7. The audit log has all of it")
	return s.showAuditLog()
}

func (s *story) createRole(spec *identity.CustomRoleSpec) (string, error) {
	made, err := s.owner.CreateCustomRole(s.ctx, &cloudservice.CreateCustomRoleRequest{Spec: spec})
	if err != nil {
		return "", err
	}
	fmt.Printf("   Created the custom role %s.\n", spec.GetName())
	return made.GetRoleId(), settle(s.ctx, s.owner, made.GetAsyncOperation())
}

func (s *story) createNamespace(name string) (string, error) {
	made, err := s.owner.CreateNamespace(s.ctx, &cloudservice.CreateNamespaceRequest{Spec: &namespace.NamespaceSpec{
		Name:          name + "-" + s.run,
		Regions:       []string{"aws-us-east-1"},
		RetentionDays: 7,
		ApiKeyAuth:    &namespace.ApiKeyAuthSpec{Enabled: true},
	}})
	if err != nil {
		return "", err
	}
	id := made.GetNamespace()
	s.leftovers = append(s.leftovers, func() error { return s.deleteNamespace(id) })
	fmt.Printf("   Created %s.\n", id)
	return id, settle(s.ctx, s.owner, made.GetAsyncOperation())
}

func (s *story) createMonitor(roleID string) (actor, error) {
	made, err := s.owner.CreateServiceAccount(s.ctx, &cloudservice.CreateServiceAccountRequest{Spec: &identity.ServiceAccountSpec{
		Name: "monitor-" + s.run,
		Access: &identity.Access{AccountAccess: &identity.AccountAccess{
			Role:        identity.AccountAccess_ROLE_READ,
			CustomRoles: []string{roleID},
		}},
	}})
	if err != nil {
		return actor{}, err
	}
	id := made.GetServiceAccountId()
	s.leftovers = append(s.leftovers, func() error { return s.deleteServiceAccount(id) })
	key, err := s.owner.CreateApiKey(s.ctx, &cloudservice.CreateApiKeyRequest{Spec: &identity.ApiKeySpec{
		OwnerId:     id,
		OwnerType:   identity.OwnerType_OWNER_TYPE_SERVICE_ACCOUNT,
		DisplayName: "monitor",
		ExpiryTime:  timestamppb.New(time.Now().Add(24 * time.Hour)),
	}})
	if err != nil {
		return actor{}, err
	}
	cloud, err := connect(s.where, key.GetToken())
	fmt.Println("   Created it, with an API key of its own.")
	return actor{name: "The service account", cloud: cloud}, err
}

func (s *story) createUserInGroup(roleID string) (actor, error) {
	group, err := s.owner.CreateUserGroup(s.ctx, &cloudservice.CreateUserGroupRequest{Spec: &identity.UserGroupSpec{
		DisplayName: "compliance-" + s.run,
		Access:      &identity.Access{AccountAccess: &identity.AccountAccess{CustomRoles: []string{roleID}}},
		GroupType:   &identity.UserGroupSpec_CloudGroup{CloudGroup: &identity.CloudGroupSpec{}},
	}})
	if err != nil {
		return actor{}, err
	}
	s.leftovers = append(s.leftovers, func() error { return s.deleteGroup(group.GetGroupId()) })
	user, err := s.owner.CreateUser(s.ctx, &cloudservice.CreateUserRequest{Spec: &identity.UserSpec{
		Email:  "ines-" + s.run + "@example.com",
		Access: &identity.Access{AccountAccess: &identity.AccountAccess{Role: identity.AccountAccess_ROLE_READ}},
	}})
	if err != nil {
		return actor{}, err
	}
	s.leftovers = append(s.leftovers, func() error { return s.deleteUser(user.GetUserId()) })
	_, err = s.owner.AddUserGroupMember(s.ctx, &cloudservice.AddUserGroupMemberRequest{
		GroupId:  group.GetGroupId(),
		MemberId: &identity.UserGroupMemberId{MemberType: &identity.UserGroupMemberId_UserId{UserId: user.GetUserId()}},
	})
	if err != nil {
		return actor{}, err
	}
	link, err := post(s.where, "/remit/v1/users/"+user.GetUserId()+"/invitation-link", s.where.APIKey, map[string]string{})
	if err != nil {
		return actor{}, err
	}
	token, _ := link["token"].(string)
	accepted, err := post(s.where, "/remit/v1/invitations/accept", "", map[string]string{"token": token})
	if err != nil {
		return actor{}, err
	}
	apiKey, _ := accepted["apiKey"].(string)
	cloud, err := connect(s.where, apiKey)
	fmt.Println("   She accepted the invitation and holds her first API key.")
	return actor{name: "The user", cloud: cloud}, err
}

func (s *story) tryNamespace(who actor, name string) error {
	found, err := who.cloud.GetNamespace(s.ctx, &cloudservice.GetNamespaceRequest{Namespace: name})
	if err != nil {
		return err
	}
	spec := found.GetNamespace().GetSpec()
	fmt.Printf("   %s reads %s: retention %d days. Changing it is refused:\n", who.name, name, spec.GetRetentionDays())
	spec.RetentionDays = 14
	message, err := refusal(who.cloud.UpdateNamespace(s.ctx, &cloudservice.UpdateNamespaceRequest{
		Namespace:       name,
		Spec:            spec,
		ResourceVersion: found.GetNamespace().GetResourceVersion(),
	}))
	fmt.Printf("     %s\n", message)
	return err
}

func (s *story) expectRefusal(who actor, name string) error {
	message, err := refusal(who.cloud.GetNamespace(s.ctx, &cloudservice.GetNamespaceRequest{Namespace: name}))
	fmt.Printf("   %s no longer reads %s:\n     %s\n", who.name, name, message)
	return err
}

// From every Namespace to one.
func (s *story) narrowRole(roleID, name string) error {
	found, err := s.owner.GetCustomRole(s.ctx, &cloudservice.GetCustomRoleRequest{RoleId: roleID})
	if err != nil {
		return err
	}
	spec := found.GetCustomRole().GetSpec()
	for _, permission := range spec.GetPermissions() {
		if permission.GetResources().GetResourceType() == "namespaces" {
			permission.Resources = &identity.CustomRoleSpec_Resources{ResourceType: "namespaces", ResourceIds: []string{name}}
		}
	}
	changed, err := s.owner.UpdateCustomRole(s.ctx, &cloudservice.UpdateCustomRoleRequest{
		RoleId:          roleID,
		Spec:            spec,
		ResourceVersion: found.GetCustomRole().GetResourceVersion(),
	})
	if err != nil {
		return err
	}
	fmt.Printf("   The role now reads %s alone.\n", name)
	return settle(s.ctx, s.owner, changed.GetAsyncOperation())
}

func (s *story) showAuditLog() error {
	request := &cloudservice.GetAuditLogsRequest{StartTimeInclusive: timestamppb.New(s.since.Add(-time.Second))}
	for {
		page, err := s.owner.GetAuditLogs(s.ctx, request)
		if err != nil {
			return err
		}
		for _, record := range page.GetLogs() {
			fmt.Printf("   %-24s %-18s %s\n", record.GetOperation(), record.GetStatus(), record.GetPrincipal().GetName())
		}
		request.PageToken = page.GetNextPageToken()
		if request.PageToken == "" {
			return nil
		}
	}
}
