import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccessService, CloudService, IdentityService } from "@remit/protocol";
import { buildRoutes, matchRoute } from "./routes.ts";

const services = [CloudService, AccessService, IdentityService];
const table = buildRoutes(services);
const all = [...table.values()].flat();

describe("the route table", () => {
  it("has a route for every RPC of the Cloud Ops API and of our own", () => {
    assert.equal([...buildRoutes([CloudService]).values()].flat().length, CloudService.methods.length);
    assert.equal(CloudService.methods.length, 90);
    assert.equal(all.length, services.flatMap((service) => service.methods).length);
  });

  it("matches each template to its own RPC", () => {
    for (const route of all) {
      const path = route.template.replaceAll(/\{[\w.]+\}/g, "value");
      const match = matchRoute(table, route.verb, path);
      assert.equal(match?.kind === "route" && match.route.method.name, route.method.name, `${route.verb} ${path}`);
    }
  });

  it("has no two routes for one verb and path", () => {
    const shapes = all.map((route) => `${route.verb} ${route.template.replaceAll(/\{[\w.]+\}/g, "*")}`);
    assert.equal(new Set(shapes).size, shapes.length);
  });

  it("knows one spelling of a path", () => {
    assert.equal(matchRoute(table, "GET", "/cloud/users")?.kind, "route");
    const others = ["cloud/users", "//cloud/users", "/cloud//users", "/cloud/users/", "/cloud/./users", "/Cloud/users"];
    for (const path of [
      ...others,
      "/cloud/%75sers",
      "/x/../cloud/users",
      "http://localhost/cloud/users",
      "",
      "/",
      "*",
    ]) {
      assert.equal(matchRoute(table, "GET", path), undefined, path);
    }
  });

  it("names the verbs of a path that is asked with another", () => {
    const match = matchRoute(table, "PUT", "/cloud/users/u1");
    assert.deepEqual(match?.kind === "other-verb" && [...match.verbs].sort(), ["DELETE", "GET", "POST"]);
  });
});
