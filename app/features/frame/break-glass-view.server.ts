import type { House } from "#app/server/house.server.ts";
import type { Person } from "#app/server/store/rows.ts";

/** A break-glass account that two people opened. */
export interface Opened {
  readonly id: string;
  readonly account: string;
  readonly second: string;
  readonly at: string;
}

/** What an administrator has not confirmed to have seen; nobody else is told. */
export async function openedUnseenBy(house: House, person: Person): Promise<readonly Opened[]> {
  if (person.role !== "administrator") return [];
  return house.store.snapshot(async (reads) => {
    const uses = await reads.breakGlassUsesUnseenBy(person.id);
    return Promise.all(
      uses.map(async ({ id, person: account, second, at }) => ({
        id,
        at,
        account: (await reads.person(account))?.name ?? "",
        second: (await reads.person(second))?.name ?? "",
      })),
    );
  });
}
