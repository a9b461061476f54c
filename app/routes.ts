import { index, type RouteConfig, route } from "@react-router/dev/routes";

export default [
  index("features/incidents/home.ts"),
  route("incidents", "features/incidents/board.tsx"),
] satisfies RouteConfig;
