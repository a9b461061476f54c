// The entry of build/verify.mjs: the verify command alone, in one file that needs nothing but Node.
import { run, usage } from "./verify.ts";

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) process.stdout.write(usage);
else process.exitCode = await run(args);
