/** Imperatives a step title may begin with. A verb that is missing is added here: one word, in its place. */
export const VERBS: ReadonlySet<string> = new Set(
  `accept acknowledge activate add address adjust advise agree alert allow analyse analyze announce answer apply
  appoint approve archive arrange ask assemble assess assign attach audit authorise authorize avoid back ban begin
  block book brief bring build call cancel capture change chase check choose classify clean clear close collect
  communicate compare compile complete compute confirm connect contact contain convene copy correct count create cut
  deactivate decide declare decommission define delete deliver demote deny deploy describe destroy detach detect
  determine disable disconnect discuss dismiss document download draft drain draw drop dump eject enable encrypt end
  enforce engage enrol enroll ensure enter eradicate erase escalate establish estimate evacuate evaluate evict examine
  expire explain export extend extract fetch file fill filter find finish fix flag flush follow force forward freeze
  gather get give grant halt hand harden hash have hide hold hunt identify image implement import inform inspect
  install instruct interview inventory invalidate investigate invite isolate issue join keep kill label launch leave
  let limit link list listen locate lock log look lower make map mark match measure meet migrate minimise minimize
  monitor mount move mute name note notify obtain offer open order patch pause phone pick pin plan power practise
  prepare preserve print prioritise prioritize produce promise protect prove provide publish pull purge push put
  quarantine query question quit raise rank rate read rebuild recall receive reconnect record recover redact reduce
  re-enable refer refresh refuse register reissue re-issue reject release reload remind remove rename renew reopen
  repair repeat replace replay reply report request require reset resolve respond restart restore restrict resume
  retain retest retire retrieve return review revoke rewrite roll rotate run sanitise sanitize save say scan schedule
  scope scrub seal search secure see segment send separate serve set share ship show shut sign snapshot sort split
  start state stop store submit suspend switch sweep take talk tell terminate test thank tighten trace track train
  transfer trigger turn unblock uninstall unlock unplug unshare update upgrade use validate verify wait wake walk warn
  watch weigh wipe withdraw withhold write yank`.split(/\s+/),
);
