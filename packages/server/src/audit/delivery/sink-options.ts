// What the operator says of the services behind the sinks. Accounts name streams and topics; where they are asked for, and
// with whose credentials, is not theirs to say.

export interface KinesisOptions {
  /** Of a compatible server; absent: AWS in the sink's region. */
  readonly endpoint?: string;
  /** Where a sink names none. */
  readonly region?: string;
  /** Absent: as the AWS SDK finds them in its environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Whether a sink's role is assumed. */
  readonly assumeRole: boolean;
}

export interface PubSubOptions {
  /** Of a compatible server, with its scheme; over http:// no credentials are sent. Absent: Google's. */
  readonly endpoint?: string;
  /** A credentials file of Google's; absent: as its library finds them in its environment. */
  readonly credentialsFile?: string;
  /** Whether a sink's service account is impersonated. */
  readonly impersonate: boolean;
}

export interface SinkOptions {
  readonly kinesis: KinesisOptions;
  readonly pubsub: PubSubOptions;
}

export const defaultSinkOptions: SinkOptions = {
  kinesis: { assumeRole: true },
  pubsub: { impersonate: true },
};
