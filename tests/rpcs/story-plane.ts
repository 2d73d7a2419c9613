// A control plane beside which stands all that the story speaks of: a Temporal server, a bucket, a stream.
import { startPlane, type TestPlane, type TestPlaneOptions } from "../harness/control-plane.ts";
import { startKinesis } from "../harness/kinesis.ts";
import { startS3 } from "../harness/s3.ts";

/** As the story names them. */
const [bucket, stream] = ["orders-history", "audit"];

export async function startStoryPlane(temporalAddress: string, options: TestPlaneOptions = {}): Promise<TestPlane> {
  await using stack = new AsyncDisposableStack();
  const s3 = stack.use(await startS3([bucket]));
  const kinesis = stack.use(await startKinesis());
  await kinesis.createStream(stream, 1);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const plane = stack.use(
    await startPlane({
      temporalAddress,
      exports: { s3: s3.options },
      audit: {
        streams: [],
        sinks: {
          kinesis: { endpoint: kinesis.endpoint, credentials, assumeRole: false },
          pubsub: { endpoint: "http://127.0.0.1:1", impersonate: false },
        },
      },
      ...options,
    }),
  );
  const kept = stack.move();
  return { ...plane, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
