// What can be seen of a running platform besides its policy and settings. Every part is optional, down to single
// numbers: absent means that whoever gathered did not or could not look, and reads unknown. Times are Unix milliseconds.

export interface Observed {
  readonly signIn?: ObservedSignIn;
  readonly metrics?: ObservedMetrics;
  readonly audit?: ObservedAudit;
  /** Of the account as a whole, in the currency of `cost` of its Namespaces. */
  readonly accountCost?: Cost;
  /** Actions of this month, where they are counted. */
  readonly accountActions?: number;
  /** Alerts on the platform itself. */
  readonly platformAlerts?: number;
  /** By uid of the Namespace. */
  readonly namespaces?: ReadonlyMap<string, ObservedNamespace>;
}

export interface ObservedSignIn {
  /** People sign in by the company's identity provider. */
  readonly saml: boolean;
  /** The identity provider brings users and groups. */
  readonly scim: boolean;
}

export interface ObservedMetrics {
  /** Whether the endpoint is turned on. */
  readonly enabled: boolean;
  /** Null: never. Absent: not known. */
  readonly lastScrapedAt?: number | null;
}

export interface ObservedAudit {
  /** Up to when the chain of records was verified without a break; null when it never was. */
  readonly verifiedUntil: number | null;
  /** Whether verification met a break. */
  readonly broken: boolean;
  /** Where records are sent to besides the store; absent: not known. */
  readonly sinks?: readonly { readonly name: string; readonly healthy: boolean }[];
}

export interface ObservedNamespace {
  /** Where its Temporal server has it otherwise than it was applied, each in a phrase; none: as it should be. */
  readonly differs?: readonly string[];
  readonly codec?: ObservedCodec;
  /** Requests in a second. */
  readonly rate?: Use;
  /** Actions in a second: what the Namespace's capacity allows. */
  readonly capacity?: Use;
  readonly taskQueues?: readonly { readonly name: string; readonly pollers: number }[];
  readonly deployments?: readonly ObservedDeployment[];
  readonly alerts?: number;
  readonly cost?: Cost;
  /** Actions of this month, where they are counted. */
  readonly actions?: number;
}

/** Of something that is limited, as the gateways counted it within the last day. */
export interface Use {
  /** What is allowed; 0: anything. */
  readonly limit: number;
  /** In the minute in which it was most. */
  readonly peak: number;
  /** What limits refused in the minute in which it was most. */
  readonly refused: number;
}

export interface ObservedCodec {
  /** Which one was asked: the one that is set may be another by now. */
  readonly endpoint: string;
  /**
   * decodes: it answered as a codec server does. refuses: it wants to know who asks. unsure: it answered, and took nothing
   * to decode for a mistake. fails: it answered something else. silent: there was no answer. unlisted: it may not be asked.
   */
  readonly result: "decodes" | "refuses" | "unsure" | "fails" | "silent" | "unlisted";
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Whether pages of the Web UI may call it; absent: not known. */
  readonly cors?: boolean;
  /** Since when looks have had this result. */
  readonly since: number;
}

export interface ObservedDeployment {
  readonly name: string;
  /** Build that new executions go to; empty: none was made current, so Workers run without versioning. */
  readonly currentBuild: string;
}

/** Since the month began. */
export interface Cost {
  readonly amount: number;
  /** Something of what was used is not known, so that it costs this at least. */
  readonly partial?: boolean;
  /** ISO 4217, as "USD". */
  readonly currency: string;
  /** What the month is to cost at most; absent: no budget is known. */
  readonly budget?: number;
}
