-- Every few seconds it is asked where an approval waits: nearly nowhere, and no row is read to find that out.
CREATE INDEX incident_waiting ON incident (declared_at DESC, ref DESC)
  WHERE instr(summary, '"waitingApprovals":0,') = 0;
