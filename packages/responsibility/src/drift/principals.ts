// Active principals in no team: nobody says what they are for, nor notices when they should go.
import { isWithin } from "../reach/reach.ts";
import { toHolder } from "./access/repair.ts";
import type { Scene } from "./access/scene.ts";
import { type Finding, makeFinding } from "./finding.ts";

export function findOutsiders({ bearers }: Scene): Finding[] {
  return bearers
    .filter(({ teams }) => teams.length === 0)
    .flatMap(({ principals, held, allowed }) => {
      // Without a team, what is allowed is what everybody may.
      const isHarmless = isWithin(held, allowed);
      return principals.map((one) => {
        const subject = toHolder(one);
        const more = isHarmless ? "" : ", and can do more than everybody";
        const text = `${subject.kind === "user" ? "user" : "service account"} ${one.name} is in no team${more}`;
        const risk = isHarmless ? "low" : "medium";
        return makeFinding({ kind: "principal-outside-teams", risk, text, subject, principals: [one.id] }, one.id);
      });
    });
}
