// The order in which a call on the data plane is judged, each position with its reason. A fault anywhere refuses.
import type { Operation } from "@remit/policy";
import type { Logger } from "pino";
import type { AuditEvent } from "../audit/append.ts";
import type { Snapshots } from "../authorize/snapshots.ts";
import { unauthenticated, unavailable } from "../errors.ts";
import { countActions, countAnswered } from "./actions.ts";
import {
  type Admission,
  type CallHead,
  type Forward,
  type Gate,
  grpcStatus,
  type Maybe,
  type Verdict,
} from "./call.ts";
import { type Credentials, type GatewayCaller, identify } from "./caller.ts";
import { answerListNamespaces, type ListOfServers, listNamespacesPath } from "./cluster-reads.ts";
import { type Decision, type Directory, decide, holds, readRequest } from "./decide.ts";
import type { LimitCalls } from "./limit-calls.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { NamespaceIds } from "./namespace-ids.ts";
import type { NamespacesSettings } from "./namespace-settings.ts";
import type { CallRecorder } from "./record-call.ts";
import { type RefuseCallDeps, type RefusedCall, refuseCall } from "./refuse-call.ts";
import { requireReachable } from "./require-reachable.ts";
import { type Route, requireRoute } from "./route.ts";
