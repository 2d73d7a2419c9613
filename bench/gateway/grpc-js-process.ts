// A generic proxy on grpc-js, which passes bytes on: what one would write in an afternoon. node grpc-js-process.ts <upstream>
import * as grpc from "@grpc/grpc-js";

const bytes = (value: Buffer): Buffer => value;
const client = new grpc.Client(process.argv[2] ?? "", grpc.credentials.createInsecure());
const server = new grpc.Server();
const path = "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace";
const method = { path, requestStream: false, responseStream: false } as const;
const coding = {
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
};
server.addService(
  { forward: { ...method, ...coding } },
  {
    forward(call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) {
      client.makeUnaryRequest(path, bytes, bytes, call.request, call.metadata, (error, value) =>
        error ? answer(error) : answer(null, value ?? Buffer.alloc(0)),
      );
    },
  },
);
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss }));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.({ ports: [port] });
});
