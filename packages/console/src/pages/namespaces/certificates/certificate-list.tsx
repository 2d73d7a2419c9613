// The certificates in a PEM text, as cards; the library that reads them is fetched with them.
import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "../../../components/error-state.tsx";
import { CertificateCard } from "./certificate-card.tsx";
import { readPem } from "./read-pem.ts";

/** What a text holds; reading it needs no server, so the answer never grows old. */
export const useReadPem = (text: string) =>
  useQuery({
    queryKey: ["read-pem", text],
    queryFn: () => readPem(text),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    networkMode: "always",
  });

export function CertificateList({ text }: { readonly text: string }) {
  const { data, error, isPending, refetch } = useReadPem(text);
  if (isPending) return <Skeleton height={180} />;
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Stack gap="sm">
      {data.certificates.map((certificate, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same certificate may stand there twice
        <CertificateCard key={index} certificate={certificate} />
      ))}
    </Stack>
  );
}
