// grpc.reflection v1 and v1alpha over the protocol's own descriptors. Needs no credential: the protocol is public.
import { type DescFile, type DescMessage, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectRouter, type ConnectRouterOptions, type HandlerContext } from "@connectrpc/connect";
import { ServerReflection, ServerReflectionV1Alpha } from "@remit/protocol";
import type { ServerReflectionRequest } from "@remit/protocol/gen/grpc/reflection/v1/reflection_pb.ts";
import type { ServerReflectionRequest as AlphaRequest } from "@remit/protocol/gen/grpc/reflection/v1alpha/reflection_pb.ts";

export interface ReflectionOptions {
  readonly files: readonly DescFile[];
  /** The services that are listed, read at the time of the call. */
  readonly services: () => readonly string[];
  /** Ends streams, so that a drain need not wait for them. */
  readonly draining?: AbortSignal | undefined;
  /** The router's options for a service that needs no credential. */
  readonly open: ConnectRouterOptions;
}

type Query = ServerReflectionRequest["messageRequest"] | AlphaRequest["messageRequest"];

export function registerReflection(router: ConnectRouter, options: ReflectionOptions): void {
  const { files, services, draining, open } = options;
  const index = indexFiles(files);
  async function* reflect<R extends ServerReflectionRequest | AlphaRequest>(
    requests: AsyncIterable<R>,
    context: HandlerContext,
  ) {
    for await (const request of untilDrained(requests, context, draining)) {
      const messageResponse = answer(request.messageRequest, index, services());
      yield { validHost: request.host, originalRequest: request, messageResponse };
    }
  }
  router.service(ServerReflection, { serverReflectionInfo: reflect<ServerReflectionRequest> }, open);
  router.service(ServerReflectionV1Alpha, { serverReflectionInfo: reflect<AlphaRequest> }, open);
}

async function* untilDrained<T>(
  requests: AsyncIterable<T>,
  context: HandlerContext,
  draining?: AbortSignal,
): AsyncIterable<T> {
  const signals = draining === undefined ? [context.signal] : [context.signal, draining];
  const ended = AbortSignal.any(signals);
  const end = new Promise<undefined>((resolve) => ended.addEventListener("abort", () => resolve(undefined)));
  const iterator = requests[Symbol.asyncIterator]();
  while (!ended.aborted) {
    const next = await Promise.race([iterator.next(), end]);
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}

interface Index {
  readonly byName: ReadonlyMap<string, DescFile>;
  readonly bySymbol: ReadonlyMap<string, DescFile>;
}

function answer(query: Query, index: Index, services: readonly string[]) {
  switch (query.case) {
    case "listServices": {
      const value = { service: [...services].sort().map((name) => ({ name })) };
      return { case: "listServicesResponse" as const, value };
    }
    case "fileByFilename":
      return describe(index.byName.get(query.value), query.value);
    case "fileContainingSymbol":
      return describe(index.bySymbol.get(query.value), query.value);
    case "fileContainingExtension":
    case "allExtensionNumbersOfType":
    case undefined:
      return refuse(Code.Unimplemented, "this kind of reflection request is not answered");
  }
}

function describe(file: DescFile | undefined, name: string) {
  if (file === undefined) return refuse(Code.NotFound, `${name.slice(0, 200)} is not known`);
  const fileDescriptorProto = withDependencies(file).map((one) => toBinary(FileDescriptorProtoSchema, one.proto));
  return { case: "fileDescriptorResponse" as const, value: { fileDescriptorProto } };
}

function refuse(errorCode: Code, errorMessage: string) {
  return { case: "errorResponse" as const, value: { errorCode, errorMessage } };
}

/** The file first, then what it imports. */
function withDependencies(root: DescFile): DescFile[] {
  const importsFirst = new Set<DescFile>();
  const visit = (file: DescFile): void => {
    if (importsFirst.has(file)) return;
    file.dependencies.forEach(visit);
    importsFirst.add(file);
  };
  visit(root);
  return [...importsFirst].reverse();
}

function indexFiles(files: readonly DescFile[]): Index {
  const all = new Set(files.flatMap(withDependencies));
  const bySymbol = new Map<string, DescFile>();
  for (const file of all) for (const symbol of symbolsOf(file)) bySymbol.set(symbol, file);
  // Descriptors carry names without ".proto".
  return { byName: new Map([...all].map((file) => [`${file.name}.proto`, file])), bySymbol };
}

function symbolsOf(file: DescFile): string[] {
  const messages = file.messages.flatMap(withNested);
  return [
    ...messages.map((message) => message.typeName),
    ...messages.flatMap((message) => message.nestedEnums.map((one) => one.typeName)),
    ...file.enums.map((one) => one.typeName),
    ...file.extensions.map((one) => one.typeName),
    ...file.services.flatMap((service) => [
      service.typeName,
      ...service.methods.map((method) => `${service.typeName}.${method.name}`),
    ]),
  ];
}

const withNested = (message: DescMessage): DescMessage[] => [message, ...message.nestedMessages.flatMap(withNested)];
