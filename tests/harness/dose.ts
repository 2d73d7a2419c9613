// `npm test` takes a dose of what is long and much alike; `npm run test:full` takes all of it.
export const inFull = process.env.REMIT_TEST_FULL === "1";
