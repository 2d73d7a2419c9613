package main

import (
	"fmt"
	"os"

	"go.temporal.io/cloud-sdk/api/cloudservice/v1"
)

// Removes what the run made, the newest first.
func (s *story) cleanUp() {
	for last := len(s.leftovers) - 1; last >= 0; last-- {
		if err := s.leftovers[last](); err != nil {
			fmt.Fprintln(os.Stderr, "left behind:", err)
		}
	}
}

func (s *story) deleteRole(id string) error {
	found, err := s.owner.GetCustomRole(s.ctx, &cloudservice.GetCustomRoleRequest{RoleId: id})
	if err != nil {
		return err
	}
	gone, err := s.owner.DeleteCustomRole(s.ctx, &cloudservice.DeleteCustomRoleRequest{
		RoleId:          id,
		ResourceVersion: found.GetCustomRole().GetResourceVersion(),
	})
	if err != nil {
		return err
	}
	fmt.Println("   Deleted the role.")
	return settle(s.ctx, s.owner, gone.GetAsyncOperation())
}

func (s *story) deleteNamespace(id string) error {
	found, err := s.owner.GetNamespace(s.ctx, &cloudservice.GetNamespaceRequest{Namespace: id})
	if err != nil {
		return err
	}
	gone, err := s.owner.DeleteNamespace(s.ctx, &cloudservice.DeleteNamespaceRequest{
		Namespace:       id,
		ResourceVersion: found.GetNamespace().GetResourceVersion(),
	})
	if err != nil {
		return err
	}
	return settle(s.ctx, s.owner, gone.GetAsyncOperation())
}

func (s *story) deleteServiceAccount(id string) error {
	found, err := s.owner.GetServiceAccount(s.ctx, &cloudservice.GetServiceAccountRequest{ServiceAccountId: id})
	if err != nil {
		return err
	}
	_, err = s.owner.DeleteServiceAccount(s.ctx, &cloudservice.DeleteServiceAccountRequest{
		ServiceAccountId: id,
		ResourceVersion:  found.GetServiceAccount().GetResourceVersion(),
	})
	return err
}

func (s *story) deleteGroup(id string) error {
	found, err := s.owner.GetUserGroup(s.ctx, &cloudservice.GetUserGroupRequest{GroupId: id})
	if err != nil {
		return err
	}
	_, err = s.owner.DeleteUserGroup(s.ctx, &cloudservice.DeleteUserGroupRequest{
		GroupId:         id,
		ResourceVersion: found.GetGroup().GetResourceVersion(),
	})
	return err
}

func (s *story) deleteUser(id string) error {
	found, err := s.owner.GetUser(s.ctx, &cloudservice.GetUserRequest{UserId: id})
	if err != nil {
		return err
	}
	_, err = s.owner.DeleteUser(s.ctx, &cloudservice.DeleteUserRequest{
		UserId:          id,
		ResourceVersion: found.GetUser().GetResourceVersion(),
	})
	return err
}
