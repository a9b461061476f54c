import { z } from "zod";
import { VERSION } from "../version.ts";
import { badField } from "./problem.ts";
import type { Route } from "./route.ts";

// The description of the API, made from the very schemas that read it.

const problem = z.looseObject({
  type: z.string(),
  status: z.int(),
  code: z.string().meta({ description: "Stable; for programs" }),
  title: z.string(),
  detail: z.string().meta({ description: "A sentence for a person, with the way out" }),
  field: z.string().optional(),
  errors: z.array(badField).optional(),
});

/** An OpenAPI 3.1 document. */
export function describe(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Sangfroid", version: VERSION, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Made with: sangfroid token create" },
      },
      responses: {
        Problem: {
          description: "It was not done, and this is why (RFC 9457)",
          content: { "application/problem+json": { schema: jsonSchema(problem, "output") } },
        },
      },
    },
  };
}

function operation({ method, path, summary, body, query, headers, answer, problems }: Route): object {
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "seq" ? { type: "integer", minimum: 0 } : { type: "string" },
  }));
  const asked = Object.entries(query ?? {}).map(([name, description]) => ({
    name,
    in: "query",
    required: false,
    description,
    schema: { type: "string" },
  }));
  const sent = Object.entries(headers ?? {}).map(([name, { about, required }]) => ({
    name,
    in: "header",
    required,
    description: about,
    schema: { type: "string" },
  }));
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[/:]+(\w)/g, (_, first: string) => first.toUpperCase()).replace(/\W/g, "")}`,
    summary,
    parameters: [...named, ...asked, ...sent],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [body.type]: { schema: jsonSchema(body.schema, "input") } },
          },
        }),
    responses: {
      [answer.status]: {
        description: "Done",
        content: {
          [answer.type]: {
            schema: answer.schema === undefined ? { type: "string" } : jsonSchema(answer.schema, "output"),
          },
        },
      },
      default: {
        $ref: "#/components/responses/Problem",
        ...(problems === undefined ? {} : { description: `Its own codes: ${problems.join(", ")}` }),
      },
    },
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: unrepresentable });
  return described;
}

/** Ids are the only values a schema checks by hand; all of them are text. */
function unrepresentable({
  zodSchema,
}: {
  readonly zodSchema: z.core.$ZodTypes;
}): { type: "string" } | "any" {
  return zodSchema._zod.def.type === "custom" ? { type: "string" } : "any";
}
