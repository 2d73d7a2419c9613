// What every request says besides what it is for: how long and why.
import { Button, Group, NumberInput, Textarea } from "@mantine/core";
import { ErrorState } from "../../components/error-state.tsx";
import { ButtonLink } from "../../components/links.tsx";

export interface HoursFieldProps {
  readonly hours: number | string;
  readonly onChange: (hours: number | string) => void;
  /** What the matrix allows at most; undefined: not known to who asks. */
  readonly most: number | undefined;
  readonly error: string | undefined;
}

export function HoursField({ hours, onChange, most, error }: HoursFieldProps) {
  return (
    <NumberInput
      label="Hours"
      description={`From the last approval on${most === undefined ? "" : `; at most ${most}`}`}
      value={hours}
      onChange={onChange}
      min={1}
      {...(most !== undefined && { max: most })}
      allowDecimal={false}
      clampBehavior="none"
      hideControls
      required
      error={error}
    />
  );
}

export interface ReasonFieldProps {
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly error: string | undefined;
}

export function ReasonField({ reason, onChange, error }: ReasonFieldProps) {
  return (
    <Textarea
      label="Reason"
      description="Whoever decides reads it"
      value={reason}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={1000}
      autosize
      minRows={2}
      required
      error={error}
    />
  );
}

export function SendButtons({ busy, error }: { readonly busy: boolean; readonly error: Error | null }) {
  return (
    <>
      {error !== null && <ErrorState error={error} />}
      <Group>
        <Button type="submit" loading={busy}>
          Send the request
        </Button>
        <ButtonLink variant="default" to="/requests">
          Cancel
        </ButtonLink>
      </Group>
    </>
  );
}
