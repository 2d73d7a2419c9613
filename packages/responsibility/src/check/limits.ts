// How much one model may hold. Far above what organisations need, and low enough that nothing that walks over a model
// can be made to take long. Lengths are in characters (code points), the others are counts.

export const matrixLimits = {
  name: 128,
  description: 1000,
  url: 2048,
  email: 254,
  kinds: 10,
  categories: 50,
  responsibilities: 500,
  operations: 100,
  links: 20,
  evidence: 20,
  questions: 20,
  goLinks: 200,
  teams: 2000,
  groups: 100,
  serviceAccounts: 100,
  namespaces: 1000,
  projects: 100,
  tags: 100,
  escalation: 10,
  /** A year. */
  requestHours: 8760,
} as const;

/** What a file or message means that says nothing about requests. */
export const requestDefaults = { approvals: 1, maxHours: 168 } as const;
