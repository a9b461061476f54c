// What can be wrong with a log and its key. Each message carries its cure.

export class LogFailure extends Error {
  override readonly name: string = "LogFailure";
}

export class KeyMissing extends LogFailure {
  override readonly name = "KeyMissing";
  constructor(path: string) {
    super(
      `The log key ${path} is missing, but this data folder holds logs that were signed with it. Put the key file back from where you keep it, or name it with SANGFROID_LOG_KEY_FILE. Without it nothing can be signed, so nothing can be recorded; "sangfroid rescue" takes out what is here, unsigned.`,
    );
  }
}

export class KeyExposed extends LogFailure {
  override readonly name = "KeyExposed";
  constructor(path: string) {
    super(
      `The log key ${path} can be read by other users of this machine. Run: chmod 600 ${path}. If someone may have read it, also rotate the key.`,
    );
  }
}

export class KeyUnreadable extends LogFailure {
  override readonly name = "KeyUnreadable";
  constructor(path: string, options?: ErrorOptions) {
    super(
      `The log key ${path} is not an Ed25519 private key in PEM. Put the right file back from where you keep it, or name it with SANGFROID_LOG_KEY_FILE.`,
      options,
    );
  }
}

export class OtherKey extends LogFailure {
  override readonly name = "OtherKey";
  constructor(path: string, expected: string) {
    super(
      `The log key ${path} is not the one that signs this installation's logs (${expected}). Put the right key file back, or name it with SANGFROID_LOG_KEY_FILE. If the key was changed since this database was saved, put the newer database back; "sangfroid rescue" takes out what is in this one, unsigned.`,
    );
  }
}

/** A log is not the one that was signed: signing it would say two things of one history. */
export class ContradictsSigned extends LogFailure {
  override readonly name = "ContradictsSigned";
  constructor(
    readonly origin: string,
    signed: number,
    found: number,
  ) {
    super(
      `The log ${origin} is not the one that was signed: a state of ${signed} entries was signed or recorded, and the database now has ${found} that do not belong to the same history. Someone has changed the database. Keep a copy of the data folder as evidence, then put the database back as it was.`,
    );
  }
}

/** Asked to sign while the logs must not be added to; the message says what was found and what to do. */
export class NothingSigned extends LogFailure {
  override readonly name = "NothingSigned";
}

/** The entries of a log do not give the root it was left with. */
export class LogDamaged extends LogFailure {
  override readonly name = "LogDamaged";
  constructor(
    readonly origin: string,
    detail: string,
  ) {
    super(
      `The log ${origin} does not verify: ${detail}. Nothing is added to it. Keep a copy of the data folder as evidence, and restore a backup from before with "sangfroid restore".`,
    );
  }
}
