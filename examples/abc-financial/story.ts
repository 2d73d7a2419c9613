// The steps, in order. Each says what it did; an answer that is not the expected one ends the story.
import { connectCloud } from "../first-custom-role/cloud.ts";
import type { Connection } from "../first-custom-role/connection.ts";
import { applyAccess, applyFile } from "./agree.ts";
import { settleBaseline } from "./drift.ts";
import { editModel } from "./edit-model.ts";
import { findPlanted } from "./find-planted.ts";
import { decideByHand, mendByPlan } from "./mend.ts";
import { createNamespaces } from "./namespaces.ts";
import { hireStaff } from "./people.ts";
import { plantAccess } from "./plant-access.ts";
import { accessPlants, modelPlants } from "./plants.ts";
import { proveAccess, proveOwnerIsNamed } from "./prove.ts";
import { askQuestions } from "./questions.ts";
import { remit } from "./remit.ts";
import type { Say, Stage } from "./stage.ts";

export async function tellStory(connection: Connection, say: Say): Promise<void> {
  await using leftovers = new AsyncDisposableStack();
  const owner = leftovers.adopt(await connectCloud(connection.tlsAddress, connection.apiKey), (caller) =>
    caller.close(),
  );
  const stage: Stage = { connection, owner, say, leftovers };

  say("1. People and user groups");
  const staff = await hireStaff(stage);
  say("2. Six Namespaces on the Temporal server");
  const ids = await createNamespaces(stage);
  say("3. Who answers for what: responsibilities.yaml");
  await applyFile(stage);
  say("4. Access as the rows need it");
  await applyAccess(stage);
  say("5. What each team can do, call by call");
  const refusal = await proveAccess(stage, staff, ids);
  say("6. Whom do I ask?");
  await askQuestions(stage, ids, refusal);
  say("7. No drift to begin with");
  await settleBaseline(stage);
  say("8. Things go wrong");
  const planted = await plantAccess(stage, staff, ids);
  await remit(connection, ["responsibilities", "apply", "-"], { stdin: editModel(modelPlants) });
  const plants = [...Object.values(accessPlants), ...modelPlants];
  for (const { text } of plants) say(`   ${text}.`);
  await proveOwnerIsNamed(stage, staff, ids);
  say("9. All of it is found, and nothing else");
  await findPlanted(stage, plants);
  say("10. What a person has to decide");
  await decideByHand(stage, planted);
  say("11. The rest by the plan");
  await mendByPlan(stage);
  say("Done. What the example made is removed again.");
}
