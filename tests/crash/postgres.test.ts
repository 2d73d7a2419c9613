import { after, before } from "node:test";
import { postgresForTest, type TestPostgres } from "../../tools/postgres.ts";
import { describeCrashes } from "./describe-crashes.ts";
import { makePostgresPlace } from "./place.ts";

let server: TestPostgres | string = "not started";
before(async () => {
  server = await postgresForTest();
});
after(async () => {
  if (typeof server !== "string") await server.stop();
});

describeCrashes("Postgres", async () => (typeof server === "string" ? server : makePostgresPlace(server.url)));
