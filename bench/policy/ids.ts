// Names of the workload's things, made anew at each call: an engine never gets the string object that it holds itself,
// as it would not from a request.

export const userId = (number: number): string => `u${number}`;
export const actionId = (number: number): string => `op${number}`;
export const namespaceId = (number: number): string => `ns-${number}`;
export const projectId = (number: number): string => `p-${number}`;
export const roleId = (number: number): string => `r-${number}`;
export const groupId = (number: number): string => `g-${number}`;
