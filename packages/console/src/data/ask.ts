// Whom to ask.
import { useQuery } from "@connectrpc/connect-query";
import { ResponsibilityService } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { keepPreviousData } from "@tanstack/react-query";

/** Answers of the words before stand until those of the new ones are there. */
export const useAnswers = (query: string, namespaces: readonly string[]) =>
  useQuery(
    ResponsibilityService.method.ask,
    { query, resources: namespaces.map((resourceId) => ({ resourceType: "namespaces", resourceId })) },
    { enabled: query !== "" || namespaces.length > 0, placeholderData: keepPreviousData },
  );
