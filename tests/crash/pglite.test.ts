import { describeCrashes } from "./describe-crashes.ts";
import { makePGlitePlace } from "./place.ts";

describeCrashes("PGlite", makePGlitePlace);
