import { onTestFinished } from "vitest";
import type { Actor } from "#app/core/incident/context.ts";
import type { Playbook } from "#app/core/playbook/template.ts";
import { type IncidentRef, isIncidentRef } from "#app/core/shared/ids.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import type { Person } from "#app/server/store/rows.ts";
import { aStartedInstallation, PERSON, type Started } from "./installation.ts";

// An incident that pages would take too long to fill: by the product's own door, beside a server that does not run.

export interface Inside {
  readonly house: House;
  readonly ref: IncidentRef;
  /** The first person, who leads the incident. */
  readonly lin: Actor;
}

interface Furniture {
  /** Besides those of the build. What is started from one is kept in the folder. */
  readonly playbooks?: readonly Playbook[];
  readonly fill: (inside: Inside) => Promise<void>;
}

/** The started installation with more in it; gone when the test ends. */
export async function aFurnishedInstallation({ playbooks = [], fill }: Furniture): Promise<Started> {
  const started = await aStartedInstallation();
  onTestFinished(() => started.remove());
  await started.stop();
  const house = await openHouse({
    data: started.folder,
    as: "command-line",
    app: "0.0.0",
    playbooks: [...shippedPlaybooks, ...playbooks],
  });
  try {
    const person = await house.store.snapshot((reads) => reads.personByEmail(PERSON.email));
    const ref = new URL(started.room).pathname.slice("/i/".length);
    if (person === undefined || !isIncidentRef(ref))
      throw new Error("the installation is not as it was made");
    await fill({ house, ref, lin: actorAs(person) });
  } finally {
    await house.close();
  }
  await started.restart();
  return started;
}

export function actorAs({ id, name, role }: Person): Actor {
  return {
    userId: id,
    name,
    by: { auth: "shell", k: "person", u: id },
    installationRole: role,
    reauthenticated: true,
  };
}
