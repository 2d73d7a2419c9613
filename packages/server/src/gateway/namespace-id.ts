/** As a Temporal server gives it to a Namespace. A server may read a UUID in other forms, too; nobody honest sends those. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isNamespaceId = (text: string): boolean => uuid.test(text);
