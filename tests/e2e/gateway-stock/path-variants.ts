// Ways to write the path of a method that a router might take for it, and a rule about paths might not.

export function pathVariants(path: string): string[] {
  const [, service = "", method = ""] = path.split("/");
  return [
    `${service}/${method}`,
    `//${service}/${method}`,
    `/${service}//${method}`,
    `/${service}/${method}/`,
    `/${service}/${method}?`,
    `/${service}/${method}#x`,
    `/${service}/./${method}`,
    `/x/../${service}/${method}`,
    `/${service}/%${method.charCodeAt(0).toString(16)}${method.slice(1)}`,
    `/${service}%2F${method}`,
    `/${service}/${method.toLowerCase()}`,
    `/${service.toUpperCase()}/${method}`,
    `/${service}/${method} `,
    `/${service}/${method}\t`,
    `/${service}/${method};x=1`,
    `/${service}.${method}`,
    `\\${service}\\${method}`,
    `http://127.0.0.1/${service}/${method}`,
    `/api.v1/${service}/${method}`,
  ];
}
