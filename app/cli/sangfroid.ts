process.env.NODE_ENV ??= "production";

// The entry of the built server: `node build/server/sangfroid.js <command> …`. React picks its
// development build by NODE_ENV when it is first imported, so nothing that may import it comes in
// statically: commands.ts loads each command on demand.
import { main } from "./commands.ts";

process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
  // `sangfroid playbook list | head -1` closes the pipe early.
  if (cause.code !== "EPIPE") throw cause;
});

process.exitCode = await main(process.argv.slice(2));
