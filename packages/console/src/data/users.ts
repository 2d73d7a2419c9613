import { useQuery } from "@connectrpc/connect-query";
import type { GetUsersResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { User } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useWholeList, type WholeList, type WholeListOptions } from "./all-pages.ts";

const { getUsers, getUser } = CloudService.method;

const pick = ({ users }: GetUsersResponse): readonly User[] => users;

export const useUsers = (options: WholeListOptions = {}): WholeList<User> => useWholeList(getUsers, {}, pick, options);

export const useUser = (userId: string) => useQuery(getUser, { userId });
