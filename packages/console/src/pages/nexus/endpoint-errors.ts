// Which field of the form the server means.
const places: readonly (readonly [RegExp, string])[] = [
  [/^spec\.name/, "name"],
  [/^spec\.description/, "description"],
  [/^spec\.target_spec\.worker_target_spec\.namespace_id/, "namespaceId"],
  [/^spec\.target_spec\.worker_target_spec\.task_queue/, "taskQueue"],
  [/^spec\.policy_specs/, "callers"],
];

export function toEndpointErrors(fields: ReadonlyMap<string, string>): Record<string, string> {
  const found = [...fields].flatMap(([field, message]) => {
    const place = places.find(([pattern]) => pattern.test(field));
    return place === undefined ? [] : [[place[1], message] as const];
  });
  return Object.fromEntries(found);
}
