import { index, type RouteConfig, route } from "@react-router/dev/routes";

// Being written now by two engineers. Web engineer one (whoever reads this and made app/ui): incidents (board,
// declare, room), steps, log list and corrections, frame. Web engineer two: setup, sign-in, settings, verify and the
// browser witness, export, and the resource routes (evidence, receipt, bundle, checkpoint). Do not build the other's.
export default [
  index("features/incidents/home.ts"),
  route("incidents", "features/incidents/board.tsx"),
] satisfies RouteConfig;
