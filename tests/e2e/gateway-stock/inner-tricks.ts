// A second Namespace inside of a request: in its task token, in a request inside it, in a workflow's commands, by its id.
import { encode, makeTaskToken, pathOf } from "../../../packages/server/src/gateway/testing/calls.ts";
import { chunk, frame } from "./encode.ts";
import type { Named, Trick } from "./tricks.ts";

/** Of the methods that carry a task token. */
export function tokenTricks(namespaceField: number, tokenField: number, { own, other }: Named): Trick[] {
  const token = (id: string): Buffer => chunk(tokenField, makeTaskToken(id));
  const at = (name: string): Buffer => chunk(namespaceField, name);
  /** A reference to an activity that was started on its own, which a token may hold beside its id. */
  const mixed = chunk(tokenField, Buffer.concat([makeTaskToken(own.id), chunk(14, makeTaskToken(other.id))]));
  const messages: Record<string, Buffer[]> = {
    "own's token": [at(own.name), token(own.id)],
    "other's token in own": [at(own.name), token(other.id)],
    "own's token in other": [at(other.name), token(own.id)],
    "own's token alone": [token(own.id)],
    "other's token alone": [token(other.id)],
    "empty, own's token": [at(""), token(own.id)],
    "empty, other's token": [at(""), token(other.id)],
    "both tokens": [at(own.name), token(own.id), token(other.id)],
    "a token of two": [at(own.name), mixed],
    "a token of nobody": [at(own.name), token("00000000-0000-4000-8000-000000000000")],
    "a token that is none": [at(own.name), chunk(tokenField, "no token")],
  };
  return Object.entries(messages).map(([name, parts]) => ({ name, body: frame(Buffer.concat(parts)) }));
}

/** Tricks of one method each. */
export function tricksOf(path: string, named: Named): Trick[] {
  const { own, other } = named;
  const made = (name: string, request: object): Trick => ({ name, body: frame(encode(path, request)) });
  switch (path) {
    case pathOf("DescribeNamespace"):
      return [
        made("by own's id", { id: own.id }),
        made("by other's id", { id: other.id }),
        made("own, other's id", { namespace: own.name, id: other.id }),
        made("other, own's id", { namespace: other.name, id: own.id }),
        made("by an id of nobody", { id: "00000000-0000-4000-8000-000000000000" }),
        made("by own's name as an id", { id: own.name }),
      ];
    case pathOf("ExecuteMultiOperation"):
      return [own.name, other.name, ""].flatMap((outer) =>
        [own.name, other.name, ""].flatMap((start) =>
          [own.name, other.name].map((update) =>
            made(`${shown(outer, named)}: start in ${shown(start, named)}, update in ${shown(update, named)}`, {
              namespace: outer,
              operations: [startIn(start), updateIn(update)],
            }),
          ),
        ),
      );
    case pathOf("RespondWorkflowTaskCompleted"):
      return Object.entries(commandsAt(other.name)).flatMap(([name, command]) => {
        const taskToken = makeTaskToken(own.id);
        return [
          made(`${name} in other`, { namespace: own.name, taskToken, commands: [command] }),
          made(`${name} in other, after an honest one`, {
            namespace: own.name,
            taskToken,
            commands: [commandsAt(own.name)[name], commandsAt("")[name], command],
          }),
          made(`${name} in own, from other`, {
            namespace: other.name,
            taskToken: makeTaskToken(other.id),
            commands: [commandsAt(own.name)[name]],
          }),
        ];
      });
    default:
      return [];
  }
}

const shown = (name: string, { own }: Named): string => (name === "" ? "none" : name === own.name ? "own" : "other");

const startIn = (namespace: string) => ({
  operation: {
    case: "startWorkflow",
    value: {
      namespace,
      workflowId: "inner",
      requestId: "inner",
      workflowType: { name: "any" },
      taskQueue: { name: "any" },
    },
  },
});

const updateIn = (namespace: string) => ({
  operation: {
    case: "updateWorkflow",
    value: { namespace, workflowExecution: { workflowId: "inner" }, request: { input: { name: "any" } } },
  },
});

/** Commands of a workflow that act on the Namespace of that name; as the official encoder takes them. */
export function commandsAt(namespace: string): Record<string, object> {
  const execution = { workflowId: "target" };
  return {
    signal: {
      commandType: 12,
      attributes: {
        case: "signalExternalWorkflowExecutionCommandAttributes",
        value: { namespace, execution, signalName: "any" },
      },
    },
    cancel: {
      commandType: 8,
      attributes: {
        case: "requestCancelExternalWorkflowExecutionCommandAttributes",
        value: { namespace, workflowId: "target" },
      },
    },
    child: {
      commandType: 11,
      attributes: {
        case: "startChildWorkflowExecutionCommandAttributes",
        value: { namespace, workflowId: "child", workflowType: { name: "any" }, taskQueue: { name: "any" } },
      },
    },
  };
}
