// Where the cover rule is asked: every RPC by which somebody could come to hold, or use, what they did not. A commit
// of one of these without the check is refused by `mutate`; a test finds any policy-writing RPC that is in neither
// table.

/** RPC → what the actor's own permissions must include. */
export const coverCallSites: Readonly<Record<string, string>> = {
  CreateUser: "all that the new user would hold",
  UpdateUser: "the difference in what the user holds",
  DeleteUser: "nothing beyond the right to delete; Owners and Finance Admins only by Owners",
  CreateUserGroup: "all that members would hold",
  UpdateUserGroup: "the difference in what members hold",
  DeleteUserGroup: "nothing beyond the right to delete; groups of Owners and Finance Admins only by Owners",
  AddUserGroupMember: "all that the group holds",
  RemoveUserGroupMember: "Owners and Finance Admins are demoted by Owners only",
  CreateServiceAccount: "all that the service account would hold",
  UpdateServiceAccount: "the difference in what the service account holds",
  DeleteServiceAccount: "Owners and Finance Admins only by Owners",
  SetUserNamespaceAccess: "the difference",
  SetUserGroupNamespaceAccess: "the difference",
  SetServiceAccountNamespaceAccess: "the difference",
  SetUserProjectAccess: "the difference",
  SetUserGroupProjectAccess: "the difference",
  SetServiceAccountProjectAccess: "the difference",
  CreateCustomRole: "all that the role grants",
  UpdateCustomRole: "the difference in what the role grants",
  CreateApiKey: "all that the key's owner holds, for a key of somebody else",
  UpdateApiKey:
    "all that the key's owner holds, when a key of somebody else is enabled; keys of Owners and Finance Admins only by Owners",
  DeleteApiKey: "keys of Owners and Finance Admins only by Owners",
  CreateInvitationLink: "all that the invited user holds",
  RevokeInvitationLink: "links of Owners and Finance Admins only by Owners",
  MoveNamespaceToProject: "all that anybody comes to hold, or ceases to hold, on the namespace",
  MoveNexusEndpointToProject: "all that anybody comes to hold, or ceases to hold, on the endpoint",
  ApproveRequest:
    "all that the request grants, until its end; for a Namespace, the right to create it and all that its team comes to hold on it",
};

/** Policy-writing RPCs that give nobody anything, with the reason. */
export const coverExempt: Readonly<Record<string, string>> = {
  DeleteCustomRole: "only takes away; the right to delete the role says so",
  AcceptInvitation: "the inviter was checked when the link was made; the token is the authority",
  EndAccess: "only takes away",
  CancelOperation: "leaves what is applied as it is",
  CreateNamespace: "the creator's grant comes with the operation itself",
  UpdateNamespace:
    "gives no principal anything; certificates of the authorities that it accepts have no account rights",
  DeleteNamespace: "only takes away",
  AddNamespaceRegion: "where it is, and not who may do what there",
  DeleteNamespaceRegion: "where it is, and not who may do what there",
  FailoverNamespaceRegion: "where calls go, and not whose",
  CreateNexusEndpoint: "grants nobody anything; its target is checked on its own",
  UpdateNexusEndpoint: "grants nobody anything; its target and its callers are checked on their own",
  DeleteNexusEndpoint: "only takes away",
  CreateConnectivityRule: "grants nobody anything",
  DeleteConnectivityRule: "only takes away",
  Adopt: "whoever may adopt anything of a server may put it where others hold something",
  Release: "only takes away",
  CreateProject: "a new project holds nothing",
  DeleteProject: "only takes away",
};
