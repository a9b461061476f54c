// Failures of the world, as the store meets them. Each message carries its cure; the cause stays attached.

export class StoreFailure extends Error {
  override readonly name: string = "StoreFailure";
}

/** Nothing of the transaction was written; the next one succeeds as soon as there is room. */
export class DiskFull extends StoreFailure {
  override readonly name = "DiskFull";
  constructor(options?: ErrorOptions) {
    super(
      "The disk is full, so nothing was recorded. Free some space on the disk of the data folder and send it again; a restart is not needed.",
      options,
    );
  }
}

/** The disk answered with an error. Nothing of the transaction was written. */
export class DiskFailed extends StoreFailure {
  override readonly name = "DiskFailed";
  constructor(detail: string, options?: ErrorOptions) {
    super(
      `The disk of the data folder answered with an error (${detail}), so nothing was recorded. Check the disk and its mount, then send it again.`,
      options,
    );
  }
}

/** Another process held the write lock for longer than five seconds. */
export class StoreBusy extends StoreFailure {
  override readonly name = "StoreBusy";
  constructor(options?: ErrorOptions) {
    super(
      "Another process is writing to this data folder and did not finish in time, so nothing was recorded. Send it again.",
      options,
    );
  }
}

/** The file is no database, or its pages contradict each other. */
export class StoreDamaged extends StoreFailure {
  override readonly name = "StoreDamaged";
  constructor(detail: string, options?: ErrorOptions) {
    super(
      `The database is damaged (${detail}). Stop the server, keep a copy of the data folder as evidence, and restore the newest backup with "sangfroid restore".`,
      options,
    );
  }
}

/** A table, trigger or index is not as the migrations made it: someone has changed the schema by hand. */
export class SchemaAltered extends StoreFailure {
  override readonly name = "SchemaAltered";
  constructor(readonly altered: readonly string[]) {
    super(
      `The database's guards are not as Sangfroid made them: ${altered.join(", ")}. Someone has changed the database by hand. Keep a copy of the data folder as evidence, and restore a backup from before with "sangfroid restore".`,
    );
  }
}

export class NewerData extends StoreFailure {
  override readonly name = "NewerData";
  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(
      `This data folder was written by a newer Sangfroid (layout ${found}; this program knows layouts up to ${known}). Start the newer program, or restore a backup made by this one into another folder.`,
    );
  }
}

export class NotOurData extends StoreFailure {
  override readonly name = "NotOurData";
  constructor(path: string) {
    super(`${path} is a database of another program. Choose another data folder with --data.`);
  }
}

export class UnfinishedRestore extends StoreFailure {
  override readonly name = "UnfinishedRestore";
  constructor(folder: string) {
    super(
      `A restore into ${folder} did not finish, so what is there may be half of it. Remove the folder, except keys, and restore again.`,
    );
  }
}

export class FolderTaken extends StoreFailure {
  override readonly name = "FolderTaken";
  constructor(
    folder: string,
    readonly by: string | undefined,
  ) {
    super(
      `Another Sangfroid server is running on the data folder ${folder}${by === undefined ? "" : ` (${by})`}. Stop it first, or choose another folder with --data.`,
    );
  }
}
