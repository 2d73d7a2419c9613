// The form around an edit: saves, goes back, and shows the way on when somebody else was faster.
import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormFrame } from "../../components/form-frame.tsx";
import { TypedBefore } from "../../components/typed-before.tsx";
import type { Edit } from "./use-edit.ts";

export interface EditFormProps<Draft> {
  readonly edit: Edit<Draft>;
  readonly error: unknown;
  /** The page of what is edited: the way back, with or without having saved. */
  readonly backTo: NonNullable<LinkProps["to"]>;
  readonly backParams: Readonly<Record<string, string>>;
  readonly onSaved: () => Promise<void>;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function EditForm<Draft>(props: EditFormProps<Draft>) {
  const { edit, error, backTo, backParams, onSaved, disabled = false, children } = props;
  const { change, isOutdated, takeOver } = edit;
  return (
    <FormFrame
      submitLabel="Save"
      onSubmit={() => change.run(null).then(onSaved)}
      dirty={edit.isDirty}
      busy={change.busy}
      disabled={disabled}
      error={isOutdated ? takeOver.error : error}
      cancelTo={backTo}
      cancelParams={backParams}
    >
      <TypedBefore
        version={edit.version}
        value={edit.draft}
        isDirty={edit.isUnsaved}
        onRestore={(draft) => edit.setDraft(draft)}
      />
      {children}
      {isOutdated && (
        <Alert
          color="yellow"
          variant="light"
          role="alert"
          icon={<IconGitMerge aria-hidden />}
          title="Somebody else saved a change meanwhile"
        >
          <Stack gap="xs" align="start">
            <Text size="sm">
              Nothing of yours is lost. Put your changes on top of theirs, look at the result, and save again.
            </Text>
            <Button
              size="xs"
              variant="default"
              loading={takeOver.busy}
              onClick={() => void takeOver.run(null).catch(() => undefined)}
            >
              Put my changes on top
            </Button>
          </Stack>
        </Alert>
      )}
    </FormFrame>
  );
}
