import { join } from "node:path";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { describeStore } from "./contract.ts";
import { aFolder } from "./fixture.ts";

describeStore(
  "sqlite",
  () => join(aFolder(), "store.db"),
  async (place) => SqliteStore.open(place),
);
