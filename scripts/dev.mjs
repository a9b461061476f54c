// Serves the application from source: components and styles change in place, the server per request.
import { createServer } from "node:http";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { createServer as createVite } from "vite";

const port = Number(process.env.PORT ?? 3000);
const origin = `http://localhost:${port}`;

const http = createServer();
const vite = await createVite({ server: { middlewareMode: true, hmr: { server: http } }, appType: "custom" });

const answer = createRequestListener(async (request, client) => {
  const { createDevelopmentHandler } = await vite.ssrLoadModule("./app/cli/development.ts");
  const handler = await createDevelopmentHandler({ origin });
  return handler(request, client);
});

http.on("request", (request, response) =>
  vite.middlewares(request, response, () => answer(request, response)),
);
http.listen(port, "127.0.0.1", () => console.error(`Developing on ${origin}`));
