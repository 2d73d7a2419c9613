// Where the accepted authorities are pasted: what was pasted is shown as it was understood, and what is wrong stands there.
import { Alert, Stack, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { CertificateList, useReadPem } from "./certificate-list.tsx";
import { holdsPrivateKey } from "./split-pem.ts";

interface CaFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** As it was stored: what was accepted once is not complained about. */
  readonly stored: string;
  /** What saving found wrong. */
  readonly error: ReactNode;
}

/** Who types should not be told of what is not finished. */
const pause = 400;

export function CaField({ value, onChange, stored, error }: CaFieldProps) {
  const [settled] = useDebouncedValue(value, pause);
  const { data } = useReadPem(settled);
  const [refused, setRefused] = useState(false);
  const take = (text: string) => {
    const isSecret = holdsPrivateKey(text);
    setRefused(isSecret);
    onChange(isSecret ? "" : text);
  };
  const problem = settled === value && value !== stored ? data?.problem : null;
  return (
    <Stack gap="sm">
      <Textarea
        label="CA certificates"
        description="PEM, one below the other. Only the authorities' own certificates, never a key."
        placeholder={"-----BEGIN CERTIFICATE-----"}
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8rem" } }}
        value={value}
        onChange={({ currentTarget }) => take(currentTarget.value)}
        error={error ?? problem}
      />
      {refused && (
        <Alert
          color="red"
          role="alert"
          icon={<IconLock aria-hidden />}
          title="That was a private key. It has been cleared and was sent nowhere."
        >
          A Namespace needs only the certificate of the authority. If the key may have been seen by others, replace it.
        </Alert>
      )}
      {settled.trim() !== "" && (data === undefined || data.certificates.length > 0) && (
        <CertificateList text={settled} />
      )}
    </Stack>
  );
}
