// A Namespace's certificate filters: one of them must fit, with all that it names. A star stands for anything at the
// start or at the end. Case counts: whoever issues a certificate writes its names, and a filter that says less admits more.
import "reflect-metadata"; // the x509 library needs it loaded first
import { SubjectAlternativeNameExtension, type X509Certificate } from "@peculiar/x509";

/** Empty: does not matter. */
export interface CertificateFilter {
  readonly commonName: string;
  readonly organization: string;
  readonly organizationalUnit: string;
  readonly subjectAlternativeName: string;
}

/** No filters at all admit every certificate of an accepted authority. */
export function passesFilters(leaf: X509Certificate, filters: readonly CertificateFilter[]): boolean {
  if (filters.length === 0) return true;
  const { subjectName } = leaf;
  const [names, organizations, units] = ["CN", "O", "OU"].map((field) => subjectName.getField(field));
  const alternatives = leaf.getExtension(SubjectAlternativeNameExtension)?.names.items.map(({ value }) => value);
  return filters.some((filter) => {
    const wanted = [
      [filter.commonName, names],
      [filter.organization, organizations],
      [filter.organizationalUnit, units],
      [filter.subjectAlternativeName, alternatives],
    ] as const;
    return (
      wanted.some(([pattern]) => pattern !== "") &&
      wanted.every(([pattern, values]) => pattern === "" || (values ?? []).some((value) => matches(pattern, value)))
    );
  });
}

function matches(pattern: string, value: string): boolean {
  if (pattern.startsWith("*")) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith("*")) return value.startsWith(pattern.slice(0, -1));
  return pattern === value;
}
