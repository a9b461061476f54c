import { z } from "zod";
import manifest from "../../package.json?raw";

/** Version of the program, as every entry carries it. */
export const VERSION = z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
