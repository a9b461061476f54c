/** Ids of the playbooks Sangfroid ships or has set aside, so that one may name another before it is written. */
export const PLAYBOOK_IDS: readonly string[] = [
  "leaked-key",
  "exposed-store",
  "data-for-sale",
  "ransomware",
  "account-takeover",
  "lost-device",
  "insider",
  "supplier-breach",
  "web-compromise",
  "pipeline-compromise",
  "stolen-session",
  "signing-key",
  "mistaken-disclosure",
  "edge-vulnerability",
];
